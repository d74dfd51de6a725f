/**
 * Is it this customer, alive, before the camera? An attempt is a challenge that the server draws; its states:
 *   started → submitted (a try is used up, whatever follows) → decided: passed, or with a reason → used, once, for its purpose.
 * A passed attempt is a proof of some minutes for one customer and one purpose; where a switch says that a channel asks for no
 * face check, the attempt has passed when it begins. Pictures are evidence, encrypted, and deleted when their time is over.
 */
export type { FacePurpose } from './face.rules.ts';
export { faceEvidence } from './face-evidence.store.ts';
export { deleteEvidenceUntil } from './face.store.ts';
export { startFaceAttempt } from './start-attempt.ts';
export { lookAtFrames, settleFaceTry, takeFaceTry } from './submit-frames.ts';
export { listFaceSwitches, setFaceSwitch } from './switches.store.ts';
export { useFaceProof } from './use-proof.ts';
export { forgetChallenges, forgetFace } from './forget-face.store.ts';
