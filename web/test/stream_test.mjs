// stream_test.mjs: a stream of live updates comes back, in a world whose clock and connections are made up.
import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { test } from "node:test"

const text = readFileSync(new URL("../js/stream.js", import.meta.url))
const { Stream, pauseAfter } = await import(`data:text/javascript;base64,${text.toString("base64")}`)

class Source extends EventTarget {
	static CONNECTING = 0
	static CLOSED = 2
	static all = []
	readyState = Source.CONNECTING
	constructor(address) {
		super()
		this.address = address
		Source.all.push(this)
	}
	close() { this.readyState = Source.CLOSED }
	says(name) { this.dispatchEvent(new Event(name)) }
	refused() {
		this.close()
		this.says("error")
	}
}

const timers = new Map()
let numbers = 0
globalThis.EventSource = Source
globalThis.setTimeout = (work, pause) => (timers.set(++numbers, { work, pause }), numbers)
globalThis.clearTimeout = (number) => timers.delete(number)

function world(listeners = {}) {
	Source.all = []
	timers.clear()
	const stream = new Stream("/live", listeners)
	stream.follow()
	return stream
}
const newest = () => Source.all.at(-1)
const runOut = () => {
	assert.equal(timers.size, 1)
	const [[number, { work, pause }]] = timers
	timers.delete(number)
	work()
	return pause
}

test("a refused stream is opened again after pauses that grow", () => {
	world()
	const pauses = []
	for (let i = 0; i < 8; i++) {
		newest().refused()
		pauses.push(runOut())
	}
	assert.equal(Source.all.length, 9)
	pauses.forEach((pause, i) => assert.ok(pause >= Math.min(30000, 2000 * 2 ** i) && pause <= Math.min(90000, 6000 * 2 ** i), `${i}: ${pause}`))
})

test("pages do not come back at one moment", () => {
	assert.equal(pauseAfter(0, 0), 2000)
	assert.equal(pauseAfter(0, 0.5), 4000)
	assert.notEqual(pauseAfter(0), pauseAfter(0))
	assert.equal(pauseAfter(40, 0), 30000)
})

test("a stream that stood begins with a short pause again", () => {
	world()
	for (let i = 0; i < 5; i++) {
		newest().refused()
		runOut()
	}
	newest().says("open")
	newest().refused()
	assert.ok(runOut() <= 6000)
})

test("a broken line is left to the browser", () => {
	world()
	newest().says("error")
	assert.equal(timers.size, 0)
	assert.equal(Source.all.length, 1)
})

test("who leaves opens nothing later, and who comes back opens one", () => {
	const stream = world()
	newest().refused()
	stream.leave()
	assert.equal(timers.size, 0)
	stream.follow()
	stream.follow()
	assert.equal(Source.all.length, 2)
	stream.leave()
	newest().says("error") // closed by us
	assert.equal(timers.size, 0)
})

test("the new stream is heard like the first", () => {
	let heard = 0
	world({ count: () => heard++ })
	newest().refused()
	runOut()
	newest().says("count")
	assert.equal(heard, 1)
})
