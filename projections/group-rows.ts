/** What is counted of each group: its members now, and when it grew past or shrank below the size up to which read marks are shown. */
import { countColumn, positionColumn, Rows } from './columns.ts';
import { NONE } from './hash-index.ts';

/** Members of a group up to which they are shown each other's read marks. */
const READERS_MEMBERS_MAX = 100;

export class Groups {
	readonly #rows = new Rows();
	/** The latest seat, + 1. */
	readonly #head = countColumn();
	readonly #members = countColumn();
	/** The latest crossing of the size, + 1. */
	readonly #crossing = countColumn();
	// By crossing.
	readonly #crossings = new Rows();
	readonly #crossedAt = positionColumn();
	readonly #previous = countColumn();

	add(): number {
		return this.#rows.take();
	}

	head(row: number): number {
		return this.#head.get(row) - 1;
	}

	setHead(row: number, seat: number): void {
		this.#head.set(row, seat + 1);
	}

	/** Members now. */
	members(row: number): number {
		return this.#members.get(row);
	}

	/** Members came or went at `position`. */
	count(row: number, change: number, position: number): void {
		const before = this.members(row);
		this.#members.set(row, before + change);
		if (before <= READERS_MEMBERS_MAX === before + change <= READERS_MEMBERS_MAX) return;
		const crossing = this.#crossings.take();
		this.#crossedAt.set(crossing, position);
		this.#previous.set(crossing, this.#crossing.get(row));
		this.#crossing.set(row, crossing + 1);
	}

	/** Whether the group had at most `READERS_MEMBERS_MAX` members at that position. */
	isSmallAt(row: number, position: number): boolean {
		let small = this.members(row) <= READERS_MEMBERS_MAX;
		for (let crossing = this.#crossing.get(row) - 1; crossing !== NONE; crossing = this.#previous.get(crossing) - 1) {
			if (this.#crossedAt.get(crossing) <= position) break;
			small = !small;
		}
		return small;
	}

	*crossings(row: number): Iterable<number> {
		for (let crossing = this.#crossing.get(row) - 1; crossing !== NONE; crossing = this.#previous.get(crossing) - 1)
			yield this.#crossedAt.get(crossing);
	}
}
