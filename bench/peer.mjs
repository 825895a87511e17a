// peer.mjs FOLDER: 1,000 threads of 10 posts, the same for both houses: threads.jsonl for `heinzel import threads`, and
// fossil/: a forum post an artifact, for `fossil reconstruct` (fossil-scm.org/home/doc/trunk/www/fileformat.wiki).
// Made from a seed, with words by Zipf's law: the same on every machine.  roots: Fossil's names of the threads; rare: a word
// that stands in few posts.
import { createHash } from "node:crypto"
import { mkdirSync, writeFileSync } from "node:fs"

const folder = process.argv[2], threads = 1000, posts = 10
let seed = 20261128
const random = () => {
	seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
	return seed / 4294967296
}
const parts = ["ka", "lo", "mi", "ter", "ven", "schu", "ra", "bel", "no", "gi", "stu", "wen", "dor", "fa", "li", "zu", "mar", "ke", "pol", "ung"]
const known = ["router", "wlan", "kabel", "langsam", "neustart", "kanal", "passwort", "gast", "fernseher", "leitung", "abends", "rot", "blinkt", "telefon", "rechnung", "tarif", "umzug", "dose", "verstärker", "update"]
const words = [...known]
while (words.length < 4000) words.push(parts[Math.floor(random() * 20)] + parts[Math.floor(random() * 20)] + parts[Math.floor(random() * 20)])
const word = () => words[Math.floor(Math.pow(words.length, random())) - 1]
const sentence = (count) => {
	const list = Array.from({ length: count }, word)
	return list[0][0].toUpperCase() + list.join(" ").slice(1) + "."
}
const text = () => Array.from({ length: 2 + Math.floor(random() * 3) }, () =>
	Array.from({ length: 2 + Math.floor(random() * 3) }, () => sentence(6 + Math.floor(random() * 8))).join(" ")).join("\n\n")
const people = Array.from({ length: 200 }, (_, i) => `kunde${i + 1}`)
const person = () => people[Math.floor(people.length * random() * random())]

// Fossil writes blanks and line ends in a card's value as \s and \n.
const quoted = (value) => value.replaceAll("\\", "\\\\").replaceAll(" ", "\\s").replaceAll("\n", "\\n")
const hash = (bytes) => createHash("sha3-256").update(bytes).digest("hex")
mkdirSync(`${folder}/fossil`, { recursive: true })
function artifact(post, root, parent) {
	const cards = [`D ${post.at.toISOString().slice(0, 23)}`]
	if (root) cards.push(`G ${root}`)
	else cards.push(`H ${quoted(post.title)}`)
	if (parent) cards.push(`I ${parent}`)
	cards.push("N text/x-markdown", `U ${post.by}`, `W ${Buffer.byteLength(post.text)}\n${post.text}`)
	const signed = cards.join("\n") + "\n"
	const whole = signed + `Z ${createHash("md5").update(signed).digest("hex")}\n`
	const name = hash(whole)
	writeFileSync(`${folder}/fossil/${name}`, whole)
	return name
}

const lines = [], list = []
let at = Date.UTC(2025, 0, 1)
for (let t = 0; t < threads; t++) {
	const first = { title: sentence(5 + Math.floor(random() * 5)).slice(0, 120), text: text(), by: person(), at: new Date(at += 3600000) }
	const root = artifact(first)
	const replies = []
	for (let p = 1; p < posts; p++) {
		const reply = { text: text(), by: person(), at: new Date(at + p * 60000) }
		artifact(reply, root, root)
		replies.push({ id: `peer-${t}-${p}`, author: reply.by, created: reply.at.toISOString().slice(0, 19) + "Z", body: reply.text, score: 0, accepted: false })
	}
	list.push(root)
	lines.push(JSON.stringify({ id: `peer-${t}`, lang: "de", source: "peer", title: first.title, body: first.text, body_format: "markdown",
		author: first.by, created: first.at.toISOString().slice(0, 19) + "Z", tags: [], score: 0, views: 0, replies }))
}
writeFileSync(`${folder}/threads.jsonl`, lines.join("\n") + "\n")
writeFileSync(`${folder}/roots`, list.join("\n") + "\n")
const counts = words.map((one) => [one, lines.filter((line) => line.includes(one)).length])
writeFileSync(`${folder}/rare`, counts.find(([one, count]) => one.length > 6 && count >= 5 && count <= 20)[0] + "\n")
