import { createMemoryStore } from '../../transports/files/memory-store.ts';
import { systemClock } from '../../transports/system-clock.ts';
import { fileStoreSuite } from './file-store-suite.ts';

fileStoreSuite(async () => ({
	store: createMemoryStore(systemClock),
	leftovers: async () => [],
	async end() {},
}));
