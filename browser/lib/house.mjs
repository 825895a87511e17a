// Starts the house on a free port with a fresh folder, and stops it by its process id.
import { spawn } from "node:child_process"
import { cpSync, existsSync, lstatSync, mkdtempSync, readdirSync, rmSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"

const secondsToStart = 120

const freePort = () => new Promise((resolve, reject) => {
	const server = createServer()
	server.on("error", reject)
	server.listen(0, "127.0.0.1", () => {
		const { port } = server.address()
		server.close(() => resolve(port))
	})
})

const ready = (child, said) => new Promise((resolve, reject) => {
	const timer = setTimeout(() => reject(new Error(`the house was not ready after ${secondsToStart} s`)), secondsToStart * 1000)
	const hear = (stream) => createInterface({ input: stream }).on("line", (line) => {
		said.push(line)
		if (line.startsWith("Ready")) {
			clearTimeout(timer)
			resolve(said)
		}
	})
	hear(child.stdout)
	hear(child.stderr)
	child.once("error", reject)
	child.once("exit", (code) => reject(new Error(`the house left with ${code}:\n${said.slice(-20).join("\n")}`)))
})

const leave = (child) => new Promise((resolve) => {
	if (child.exitCode !== null || child.signalCode !== null) return resolve(child.exitCode)
	const timer = setTimeout(() => child.kill("SIGKILL"), 15000)
	child.once("exit", (code) => {
		clearTimeout(timer)
		resolve(code)
	})
	child.kill("SIGTERM")
})

const run = (binary, words) => new Promise((resolve, reject) => {
	const child = spawn(binary, words, { stdio: ["ignore", "ignore", "pipe"] })
	let said = ""
	child.stderr.on("data", (bytes) => { said += bytes })
	child.once("error", reject)
	child.once("exit", (code) => code ? reject(new Error(`${words[0]} left with ${code}: ${said.slice(-2000)}`)) : resolve())
})

// Filling the demo takes most of a house's start: it is done once, and each house is a copy.
let filled
async function fill(binary) {
	const folder = mkdtempSync(join(tmpdir(), "heinzel-demo-"))
	process.once("exit", () => rmSync(folder, { recursive: true, force: true }))
	await run(binary, ["demo", "--only-fill", "--data", folder])
	return folder
}

async function furnish(binary, folder, port) {
	filled ||= fill(binary)
	cpSync(await filled, folder, { recursive: true, filter: (path) => !lstatSync(path).isSocket() })
	await run(binary, ["demo", "--only-fill", "--data", folder, "--listen", `127.0.0.1:${port}`]) // links lead to this port
}

// Serves what is in `folder`; says what it said.
async function start(binary, words, port, env) {
	// Each visitor comes from an address of their own, as behind a proxy: limits by address count people, not this machine.
	const child = spawn(binary, [...words, "--listen", `127.0.0.1:${port}`], {
		env: { ...process.env, HEINZEL_SERVER_PROXIES: "127.0.0.1", ...env }, stdio: ["ignore", "pipe", "pipe"],
	})
	const said = []
	try {
		await ready(child, said)
	} catch (error) {
		await leave(child)
		throw error
	}
	return { child, said }
}

// A house whose clock is ahead of this machine's: Debian's libfaketime stands between the two.
function aheadBy(ms) {
	if (!ms) return {}
	const name = "faketime/libfaketimeMT.so.1"
	const library = readdirSync("/usr/lib", { withFileTypes: true }).filter((entry) => entry.isDirectory())
		.map((entry) => join("/usr/lib", entry.name, name)).find(existsSync)
	if (!library) throw new Error("the house's clock cannot be moved: apt install libfaketime")
	return { LD_PRELOAD: library, FAKETIME: `+${Math.round(ms / 1000)}`, FAKETIME_DONT_FAKE_MONOTONIC: "1" }
}

// `limits: false`: the same house, in which nobody is asked to go slower.  `env`: more of its configuration.
// `settings`: what the first brand's desk has set.
export async function openHouse({ limits = true, env = {}, settings = {} } = {}) {
	const binary = process.env.HEINZEL_BIN || fileURLToPath(new URL("../../build/heinzel", import.meta.url))
	if (!existsSync(binary)) throw new Error(`there is no ${binary}: ./run build makes it, HEINZEL_BIN names another`)
	const folder = mkdtempSync(join(tmpdir(), "heinzel-journeys-"))
	const port = await freePort()
	const command = [...(limits ? ["demo"] : ["serve", "--no-limits"]), "--data", folder]
	let open
	let ahead = 0
	const close = async () => {
		const code = open ? await leave(open.child) : 0
		rmSync(folder, { recursive: true, force: true })
		return code
	}
	try {
		await furnish(binary, folder, port)
		for (const [name, value] of Object.entries(settings)) await run(binary, ["brand", "set", "a", name, String(value), "--data", folder])
		open = await start(binary, command, port, env)
	} catch (error) {
		await close()
		throw error
	}
	return {
		port, folder, close, binary,
		mail: join(folder, "mail"),
		origin: (brand) => `http://${brand}.localhost:${port}`,
		now: () => new Date(Date.now() + ahead),
		// The house is started anew, so much later: what was due meanwhile is done.
		later: async (ms) => {
			await leave(open.child)
			ahead += ms
			open = await start(binary, command, port, { ...env, ...aheadBy(ahead) })
		},
		troubles: () => open.said.filter((line) => /"level":"(warn|error)"/.test(line)).slice(-5),
		isAlive: () => open.child.exitCode === null && open.child.signalCode === null,
	}
}
