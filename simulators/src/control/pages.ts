import type { FastifyInstance } from 'fastify';
import type { World } from './control.ts';

export function addPages(_app: FastifyInstance, _world: World): void {}
