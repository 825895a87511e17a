// Mails as the house writes them into its folder: headers, parts, links.
import { readFileSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { until } from "./until.mjs"

const quoted = (text) => Buffer.from(text.replace(/=\r?\n/g, "")
	.replace(/=([0-9A-F]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))), "latin1").toString("utf8")

const decoders = {
	"quoted-printable": quoted,
	base64: (text) => Buffer.from(text, "base64").toString("utf8"),
}

const words = (value) => value.replace(/\?=\s+=\?/g, "?==?")
	.replace(/=\?utf-8\?([QB])\?([^?]*)\?=/gi, (_, kind, text) => kind.toUpperCase() === "B"
		? decoders.base64(text) : quoted(text.replace(/_/g, " ")))

function split(source) {
	const at = source.search(/\r?\n\r?\n/)
	const head = source.slice(0, at).replace(/\r?\n[ \t]+/g, " ")
	const headers = new Map(head.split(/\r?\n/).map((line) => {
		const colon = line.indexOf(":")
		return [line.slice(0, colon).toLowerCase(), words(line.slice(colon + 1).trim())]
	}))
	return { headers, body: source.slice(at).replace(/^\r?\n\r?\n/, "") }
}

function parts(source) {
	const { headers, body } = split(source)
	const type = headers.get("content-type") || "text/plain"
	const boundary = type.match(/boundary="?([^";]+)"?/)?.[1]
	if (boundary)
		return body.split(`--${boundary}`).slice(1, -1).flatMap((part) => parts(part.replace(/^\r?\n/, "")))
	const decode = decoders[(headers.get("content-transfer-encoding") || "").toLowerCase()]
	// The reader's mail program sees latin1 bytes as UTF-8 where nothing was encoded.
	return [{ type, text: decode ? decode(body) : Buffer.from(body, "latin1").toString("utf8") }]
}

export function letter(source) {
	const all = parts(source)
	const text = (kind) => all.find((part) => part.type.startsWith(kind))?.text || ""
	const { headers } = split(source)
	return {
		headers, subject: headers.get("subject") || "", to: headers.get("to") || "",
		text: text("text/plain"), html: text("text/html"), calendar: text("text/calendar"),
		calendarType: all.find((part) => part.type.startsWith("text/calendar"))?.type || "",
	}
}

// Journeys ask for the letters that came after a mark, so that those before do not confuse them.
export function mailbox(folder) {
	const names = () => readdirSync(folder).filter((name) => name.endsWith(".eml")).sort()
	const after = (mark, address) => names().slice(mark)
		.filter((name) => name.toLowerCase().includes(address.toLowerCase()))
		.map((name) => letter(readFileSync(join(folder, name), "latin1")))
	return {
		mark: () => names().length,
		after,
		wait: (mark, address, fits = () => true, what = "a letter") =>
			until(() => after(mark, address).find(fits), `${what} to ${address}`),
	}
}

// The way from a letter's button into the house: its path, since the demo's hosts know no port.
export function way(message, pattern) {
	const found = message.html.match(new RegExp(`href="(?:https?://[^/"]+)?(${pattern})"`))
	if (!found) throw new Error(`no link like ${pattern} in the letter "${message.subject}"`)
	return found[1].replace(/&amp;/g, "&")
}
