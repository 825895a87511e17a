// Woken by a push: a member switches it on in her browser, somebody answers her, and the browser shows it; clicked, it
// leads to the answer.  A browser that its service calls dead is forgotten; a push that is switched off comes no more.
// Nobody here reaches a browser maker's push service: its part is played by a server of ours, which checks the house's
// right to send (RFC 8292) and keeps what it cannot read (RFC 8291).  The journey decrypts it with the browser's own keys
// and hands it to the real service worker of a real Chromium.
import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from "node:crypto"
import { createServer } from "node:http"
import { openHouse } from "../lib/house.mjs"
import { members, openStage } from "../lib/stage.mjs"
import { must, same, until } from "../lib/until.mjs"

// Without scripts a browser takes no pushes: the page says so, and that is looked at, too.
export const dresses = [
	{ language: "de", width: "phone", javaScript: true }, { language: "en", width: "desktop", javaScript: true },
	{ language: "en", width: "phone", javaScript: false },
]

const fromBase64url = (text) => Buffer.from(text, "base64url")

// A push service as there are many: it takes calls, and answers what it is told to.
async function openService() {
	const calls = []
	const service = { calls, status: 201 }
	const server = createServer((request, response) => {
		const parts = []
		request.on("data", (part) => parts.push(part))
		request.on("end", () => {
			calls.push({ path: request.url, headers: request.headers, body: Buffer.concat(parts) })
			response.writeHead(service.status).end()
		})
	})
	await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve))
	service.origin = `http://127.0.0.1:${server.address().port}`
	service.close = () => new Promise((resolve) => server.close(resolve))
	service.wait = (count) => until(() => calls.length >= count && calls[count - 1], `call ${count} of the push service`)
	return service
}

// The keys that a browser makes when it subscribes.
function openReader() {
	const ecdh = createECDH("prime256v1")
	ecdh.generateKeys()
	return { ecdh, auth: randomBytes(16) }
}

const derive = (secret, salt, info, length) => Buffer.from(hkdfSync("sha256", secret, salt, info, length))

// RFC 8291 and RFC 8188: one record, as the browser reads it.
function decrypt({ ecdh, auth }, body) {
	const salt = body.subarray(0, 16)
	const size = body.readUInt32BE(16)
	const key = body.subarray(21, 21 + body[20])
	const record = body.subarray(21 + body[20])
	must(record.length <= size && body.length <= 4096, `one record that fits: ${record.length} of ${size}`)
	const info = Buffer.concat([Buffer.from("WebPush: info\0"), ecdh.getPublicKey(), key])
	const secret = derive(ecdh.computeSecret(key), auth, info, 32)
	const cipher = createDecipheriv("aes-128-gcm", derive(secret, salt, "Content-Encoding: aes128gcm\0", 16),
		derive(secret, salt, "Content-Encoding: nonce\0", 12))
	cipher.setAuthTag(record.subarray(-16))
	const plain = Buffer.concat([cipher.update(record.subarray(0, -16)), cipher.final()])
	const end = plain.lastIndexOf(2)
	must(end >= 0 && plain.subarray(end + 1).every((byte) => byte === 0), "the record's end")
	return plain.subarray(0, end).toString("utf8")
}

// RFC 8292: signed with the key that the page gave the browser, for this service, not for ever.
function judgeRight(call, service, publicKey) {
	const [, token, key] = call.headers.authorization.match(/^vapid t=([^,]+), ?k=(.+)$/)
	same(key, publicKey, "the key of the right to send")
	const [head, claims, signature] = token.split(".")
	same(JSON.parse(fromBase64url(head)).alg, "ES256", "the signature's kind")
	const point = fromBase64url(key)
	const jwk = { kty: "EC", crv: "P-256", x: point.subarray(1, 33).toString("base64url"), y: point.subarray(33).toString("base64url") }
	must(verify("sha256", Buffer.from(`${head}.${claims}`), { key: createPublicKey({ key: jwk, format: "jwk" }), dsaEncoding: "ieee-p1363" },
		fromBase64url(signature)), "the signature of the right to send")
	const { aud, exp, sub } = JSON.parse(fromBase64url(claims))
	same(aud, service.origin, "whom the right is for")
	must(exp * 1000 > Date.now() && exp * 1000 <= Date.now() + 24 * 3600e3, `the right ends within a day: ${exp}`)
	must(/^(mailto:|https:)/.test(sub), `somebody to write to: ${sub}`)
	same(call.headers["content-encoding"], "aes128gcm", "how it is sealed")
	must(Number(call.headers.ttl) > 0, "how long it is kept")
}

// Chromium asks its maker's service for an address when it subscribes; ours is given to it instead.  All else is its own.
async function openBrowserOf(visitor, service, reader) {
	await visitor.context.grantPermissions(["notifications"], { origin: visitor.address("") })
	const given = { endpoint: `${service.origin}/one`, p256dh: [...reader.ecdh.getPublicKey()], auth: [...reader.auth] }
	await visitor.context.addInitScript((offer) => {
		PushManager.prototype.subscribe = async (options) => {
			if (!options.userVisibleOnly || options.applicationServerKey.length !== 65) throw new Error("not as a browser wants it")
			return { endpoint: offer.endpoint, getKey: (name) => Uint8Array.from(offer[name]).buffer }
		}
	}, given)
}

async function switchOn(stage, ana) {
	await ana.go("/me/notices")
	const publicKey = await ana.main().locator("form[data-push]").getAttribute("data-push")
	await ana.look()
	await ana.press("push.start", ana.main())
	await ana.told("push.is_on")
	await ana.look()
	same(await ana.button("push.end", ana.main()).count(), 1, "browsers that take pushes")
	return publicKey
}

async function ask(stage, ana) {
	await ana.go("/ask")
	await ana.field("ask.title_label").fill(`Wecker im Gastnetz <b>"${stage.turn}"</b>`)
	await ana.field("ask.body_label").fill(`Das Kennwort unserer Gäste ist streng geheim. ${stage.own}`)
	await ana.choose("ask.board_label", "WLAN")
	await ana.press("ask.next")
	if (await ana.role("heading", "ask.check_title").count()) await ana.press("ask.post")
	await ana.at(/^\/threads\/\d+$/)
	return ana.path
}

async function answer(stage, ben, thread) {
	await ben.go(thread)
	await ben.field("post.reply_label").fill(`Die Antwort selbst bleibt im Haus. ${stage.own}`)
	await ben.press("post.reply")
}

// The browser's own wire to its service worker.
async function openWire(ana) {
	const wire = await ana.context.newCDPSession(ana.page)
	let registration
	wire.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
		registration = registrations.find((one) => !one.isDeleted) || registration
	})
	await wire.send("ServiceWorker.enable")
	await until(() => registration, "the service worker's registration")
	return (data) => wire.send("ServiceWorker.deliverPushMessage",
		{ origin: ana.address(""), registrationId: registration.registrationId, data })
}

const shown = (ana) => ana.page.evaluate(async () => {
	const registration = await navigator.serviceWorker.ready
	return (await registration.getNotifications()).map(({ title, body, tag, data }) => ({ title, body, tag, data }))
})

// Only a person's click may open a window: where the worker would lead is noted, and gone to.
async function click(ana) {
	const worker = ana.context.serviceWorkers()[0] || await ana.context.waitForEvent("serviceworker")
	return worker.evaluate(async () => {
		let to = ""
		const clients = { matchAll: async () => [], openWindow: async (url) => { to = url } }
		Object.defineProperty(self, "clients", { value: clients, configurable: true })
		const [notification] = await self.registration.getNotifications()
		const event = new NotificationEvent("notificationclick", { notification })
		const done = []
		event.waitUntil = (promise) => done.push(promise)
		self.dispatchEvent(event)
		await Promise.all(done)
		return to
	})
}

async function woken(stage, service, reader) {
	const ana = await stage.person("ana")
	const ben = await stage.person("ben")
	await openBrowserOf(ana, service, reader)
	const publicKey = await switchOn(stage, ana)
	const thread = await ask(stage, ana)
	await answer(stage, ben, thread)
	const call = await service.wait(1)
	same(call.path, "/one", "the browser's address")
	judgeRight(call, service, publicKey)
	const plain = decrypt(reader, call.body)
	must(!plain.includes("geheim") && !plain.includes("bleibt im Haus"), `words of a text in a push: ${plain}`)

	await ana.go("/inbox")
	const deliver = await openWire(ana)
	await deliver(plain)
	const [note] = await until(async () => { const notes = await shown(ana); return notes.length && notes }, "the notification")
	same(note.title, stage.t("notice.answer", { name: members.find(({ key }) => key === "ben").name }), "what the notification says")
	same(note.body, `Wecker im Gastnetz <b>"${stage.turn}"</b>`, "what it is about")
	await deliver(plain)
	same((await until(() => shown(ana), "the notification again")).length, 1, "notifications of one thing")
	const to = await click(ana)
	must(to.startsWith(ana.address(thread)), `where a click leads: ${to}`)
	await ana.page.goto(to)
	await ana.sees("Die Antwort selbst bleibt im Haus.")
	await ana.look()
	return { ana, ben, thread }
}

async function forgotten(stage, service, { ana, ben, thread }) {
	service.status = 410
	await answer(stage, ben, thread)
	await service.wait(2)
	await ana.go("/me/notices")
	await ana.reloadUntil((page) => page.getByRole("button", { name: stage.t("push.start") }).count()
		.then(async (count) => count && !await ana.button("push.end", ana.main()).count()), "a dead browser to be forgotten")
	service.status = 201
	await switchOn(stage, ana)
	await answer(stage, ben, thread)
	await service.wait(3)
	await ana.go("/me/notices")
	await ana.press("push.end", ana.main())
	await ana.told("push.is_off")
	await ana.look()
	await answer(stage, ben, thread)
	await ana.go("/inbox")
	await ana.reloadUntil((page) => page.locator("main li").count(), "the notice of the last answer")
	await stage.mail.wait(0, ana.mail, () => stage.mail.after(0, ana.mail).filter((one) => one.text.includes("bleibt im Haus")).length >= 4, "the last answer's mail")
	same(service.calls.length, 3, "calls of the push service")
}

export async function walk(world) {
	const service = await openService()
	const house = await openHouse({ limits: false, env: { HEINZEL_PUSH_SERVICES: service.origin } })
	const stage = openStage({ ...world, house, width: world.viewport.width < 600 ? "phone" : "desktop", sessions: new Map() })
	try {
		if (stage.javaScript) return await forgotten(stage, service, await woken(stage, service, openReader()))
		const ana = await stage.person("ana")
		await ana.go("/me/notices")
		must((await ana.page.content()).includes(stage.t("push.needs_script")), "that it needs scripts")
		same(await ana.button("push.start", ana.main()).filter({ visible: true }).count(), 0, "buttons that do nothing")
		await ana.look()
	} finally {
		await stage.close()
		await house.close()
		await service.close()
	}
}
