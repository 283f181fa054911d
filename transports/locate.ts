/** In which city an address is, from a database on this machine (MaxMind's format, `.mmdb`): nobody is asked for it. */
import { isIP } from 'node:net';
import { type CityResponse, open } from 'maxmind';
import { plainText } from './outside/read.ts';
import { CITY_CODE_POINTS_MAX } from './weather/source.ts';

/** The city's name, in Chinese where it has one; undefined where it is not known. */
export type Locate = (address: string) => string | undefined;

export const locateNowhere: Locate = () => undefined;

/** Rejects when the file is not there or no such database. It is read whole, and read anew at a start. */
export async function openLocate(path: string): Promise<Locate> {
	const reader = await open<CityResponse>(path);
	return (address) => {
		if (isIP(address) === 0) return undefined;
		try {
			const names = reader.get(address)?.city?.names;
			return plainText(names?.['zh-CN'] ?? names?.en, CITY_CODE_POINTS_MAX);
		} catch {
			// An IPv6 address asked of a database of IPv4 ones, or a record that is damaged.
			return undefined;
		}
	};
}
