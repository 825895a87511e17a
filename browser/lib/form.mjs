// Forms sent without a browser: by plain HTTP, with a session's cookies, many at once.
import { Agent, request } from "node:http"

const agent = new Agent({ keepAlive: true, maxSockets: 8 })

// One request to the brand's host at the loopback; redirects are told, not followed.
export const send = (house, { brand = "a", method = "GET", path, cookies = [], form }) => new Promise((resolve, reject) => {
	const body = form ? new URLSearchParams(form).toString() : undefined
	const headers = { Host: `${brand}.localhost:${house.port}`, Cookie: cookies.map(({ name, value }) => `${name}=${value}`).join("; "),
		"Accept-Language": "de", ...body !== undefined && { "Content-Type": "application/x-www-form-urlencoded", "Content-Length": Buffer.byteLength(body) } }
	const asked = request({ host: "127.0.0.1", port: house.port, method, path, headers, agent }, (answer) => {
		const parts = []
		answer.on("data", (part) => parts.push(part))
		answer.on("end", () => resolve({ status: answer.statusCode, to: answer.headers.location, headers: answer.headers,
			text: Buffer.concat(parts).toString("utf8") }))
	})
	asked.on("error", reject)
	asked.end(body)
})

// Does `work` for each, `width` at a time, in order of the list.
export async function each(list, work, width = 8) {
	let next = 0
	const one = async () => {
		while (next < list.length) {
			const at = next++
			await work(list[at], at)
		}
	}
	await Promise.all(Array.from({ length: width }, one))
}
