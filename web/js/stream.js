// A stream of live updates that comes back. After a broken line the browser tries again by itself;
// after an answer such as 503 it gives up for ever, and does not tell its Retry-After either. So it is
// opened anew after a pause that grows and is another for each page, and never shorter than the two
// seconds that a full house asks for.
const FIRST = 4000
const LONGEST = 60000

export const pauseAfter = (failures, chance = Math.random()) => Math.min(LONGEST, FIRST * 2 ** failures) * (0.5 + chance)

export class Stream {
	#address
	#listeners
	#source = null
	#timer = null
	#failures = 0

	constructor(address, listeners) {
		this.#address = address
		this.#listeners = listeners
	}

	follow() {
		if (this.#source || this.#timer) return
		const source = new EventSource(this.#address)
		this.#source = source
		for (const [name, hear] of Object.entries(this.#listeners)) source.addEventListener(name, hear)
		source.addEventListener("open", () => { this.#failures = 0 })
		source.addEventListener("error", () => {
			if (source === this.#source && source.readyState === EventSource.CLOSED) this.#later()
		})
	}

	leave() {
		this.#source?.close()
		this.#source = null
		clearTimeout(this.#timer)
		this.#timer = null
	}

	#later() {
		this.#source = null
		this.#timer = setTimeout(() => {
			this.#timer = null
			this.follow()
		}, pauseAfter(this.#failures++))
	}
}
