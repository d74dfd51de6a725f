import type { Endpoint } from '../http-call.ts';
import type { SandboxClock } from './port.ts';

/** The simulators' control: simulators/README. No bank has it, so it is no outside system with an interface of its own. */
export const simulatorsClock = ({ baseUrl, deadlineMs }: Endpoint): SandboxClock => ({
  async setDay(day) {
    const response = await fetch(`${baseUrl}/clock`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ day }),
      signal: AbortSignal.timeout(deadlineMs),
    });
    // Read to its end, so that the connection can be used again.
    await response.arrayBuffer();
    if (response.status !== 200) throw new Error(`the simulators' clock gave status ${response.status}`);
  },
});
