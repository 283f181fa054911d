/** A small database of cities in MaxMind's format, https://maxmind.github.io/MaxMind-DB: IPv4 networks and their cities. */

const MARKER = Buffer.from('abcdef4d61784d696e642e636f6d', 'hex');
const SEPARATOR_BYTES = 16;

/** `10.0.0.0/8` → the names of its city by language. */
export function mmdb(cities: Readonly<Record<string, Readonly<Record<string, string>>>>): Buffer {
	const data: Buffer[] = [];
	let size = 0;
	/** Two children each: a node's number, `-1 - offset` of data, or undefined. */
	const nodes: [number | undefined, number | undefined][] = [[undefined, undefined]];
	for (const [network, names] of Object.entries(cities)) {
		const [address = '', bits = ''] = network.split('/');
		const bytes = address.split('.').map(Number);
		const offset = size;
		data.push(encode({ city: { names } }));
		size += data.at(-1)?.length ?? 0;
		let node = 0;
		for (let k = 0; k < Number(bits); k++) {
			const side = (bytes[k >> 3]! >> (7 - (k & 7))) & 1;
			if (k === Number(bits) - 1) nodes[node]![side] = -1 - offset;
			else {
				nodes[node]![side] ??= nodes.push([undefined, undefined]) - 1;
				node = nodes[node]![side]!;
			}
		}
	}
	const pointer = (child: number | undefined) => {
		if (child === undefined) return nodes.length;
		return child >= 0 ? child : nodes.length + SEPARATOR_BYTES + (-1 - child);
	};
	const tree = Buffer.alloc(nodes.length * 6);
	nodes.forEach(([left, right], k) => {
		tree.writeUIntBE(pointer(left), k * 6, 3);
		tree.writeUIntBE(pointer(right), k * 6 + 3, 3);
	});
	const metadata = encode({
		node_count: nodes.length,
		record_size: 24,
		ip_version: 4,
		database_type: 'GeoLite2-City',
		binary_format_major_version: 2,
		binary_format_minor_version: 0,
		build_epoch: 1,
		languages: [],
		description: {},
	});
	return Buffer.concat([tree, Buffer.alloc(SEPARATOR_BYTES), ...data, MARKER, metadata]);
}

type Value = string | number | readonly Value[] | { readonly [name: string]: Value };

function encode(value: Value): Buffer {
	if (typeof value === 'string') return Buffer.concat([control(2, Buffer.byteLength(value)), Buffer.from(value)]);
	if (typeof value === 'number') return Buffer.concat([control(6, 4), uint32(value)]);
	if (Array.isArray(value)) return Buffer.concat([control(11, value.length), ...value.map(encode)]);
	const pairs = Object.entries(value);
	return Buffer.concat([control(7, pairs.length), ...pairs.flatMap(([name, each]) => [encode(name), encode(each)])]);
}

/** Sizes below 29, as all here are. */
function control(type: number, size: number): Buffer {
	return type > 7 ? Buffer.from([size, type - 7]) : Buffer.from([(type << 5) | size]);
}

function uint32(value: number): Buffer {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32BE(value);
	return bytes;
}
