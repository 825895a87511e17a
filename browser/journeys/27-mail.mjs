// Being told: follow, a mail by a real mail server, an answer to it that becomes a post, a bounce, one click that ends it.
import { spawn } from "node:child_process"
import { simpleParser } from "mailparser"
import { SMTPServer } from "smtp-server"
import { openHouse } from "../lib/house.mjs"
import { openStage } from "../lib/stage.mjs"
import { must, same, until } from "../lib/until.mjs"

const hers = "Ja, WPA2 ist an. Jetzt gehen die Gäste rein."

// A mail server as there are many: it takes every mail, and mailparser reads it as a mail program would.
async function openPost() {
	const mails = []
	const server = new SMTPServer({
		disabledCommands: ["AUTH", "STARTTLS"],
		onData(stream, session, done) {
			simpleParser(stream).then((mail) => {
				mails.push({ mail, from: session.envelope.mailFrom.address, to: session.envelope.rcptTo[0].address })
				done()
			}, done)
		},
	})
	await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve))
	return {
		mails, port: server.server.address().port,
		wait: (to, fits) => until(() => mails.find((got) => got.to === to && fits(got.mail)), `a mail to ${to}`),
		close: () => new Promise((resolve) => server.close(resolve)),
	}
}

// As a mail server pipes a message in.
const pipe = (house, message) => new Promise((resolve, reject) => {
	const child = spawn(house.binary, ["mail-in", "--data", house.folder], { stdio: ["pipe", "ignore", "pipe"] })
	let said = ""
	child.stderr.on("data", (bytes) => { said += bytes })
	child.on("error", reject)
	child.on("exit", (code) => code ? reject(new Error(`mail-in left with ${code}: ${said}`)) : resolve())
	child.stdin.end(message.join("\r\n"))
})

async function followAndAsk(stage, ana, eve) {
	await eve.go("/boards/wlan")
	if (await eve.page.getByRole("button", { name: stage.t("follow.do") }).count()) await eve.press("follow.do")
	await eve.told("follow.is_now")
	await eve.look()
	await eve.go("/me/follows")
	await eve.look()
	await ana.go("/ask")
	await ana.field("ask.title_label").fill(`Gäste kommen nicht ins WLAN, Fall ${stage.turn}`)
	await ana.field("ask.body_label").fill(`Das Passwort stimmt. ${stage.own}`)
	await ana.choose("ask.board_label", "WLAN")
	await ana.press("ask.next")
	if (await ana.role("heading", "ask.check_title").count()) await ana.press("ask.post")
	await ana.at(/^\/threads\/\d+$/)
	return ana.path
}

function judge({ mail, from }) {
	must(mail.text.includes("WPA2") && mail.html.includes("WPA2"), "the answer in text and HTML")
	must(mail.headers.get("list-unsubscribe-post") || mail.headers.get("list")?.["unsubscribe-post"], "one-click unsubscribing")
	same(mail.headers.get("auto-submitted"), "auto-generated", "Auto-Submitted")
	must(/^reply\+[a-z2-7]{56}@/.test(mail.replyTo.value[0].address), `an address for answers: ${mail.replyTo.text}`)
	must(/^reply\+[a-z2-7]{56}@/.test(from), `a return path of our own: ${from}`)
	must(mail.references.length > 0, "References")
}

async function round(stage, post) {
	const ana = await stage.person("ana")
	const ben = await stage.person("ben")
	const path = await followAndAsk(stage, ana, await stage.person("mira"))
	await post.wait("mira@example.org", (mail) => mail.subject.includes(`Fall ${stage.turn}`))
	await ben.go(path)
	await ben.field("post.reply_label").fill(`Ist WPA2 eingeschaltet? ${stage.own}`)
	await ben.press("post.reply")
	const got = await post.wait("ana@example.org", (mail) => mail.text.includes("WPA2"))
	judge(got)
	const answer = (from, lines) => ["From: Ana <" + from + ">", `To: <${got.mail.replyTo.value[0].address}>`, `Subject: ${got.mail.subject}`,
		`In-Reply-To: ${got.mail.messageId}`, `Message-ID: <${stage.turn}.${from}>`, "Content-Type: text/plain; charset=utf-8", "", ...lines]
	const quote = ["", "Am Do., 1. Jan. 2026 um 13:00 Uhr schrieb Nordlicht <x@y.example>:", "", ...got.mail.text.split("\n").map((line) => `> ${line}`)]
	await pipe(stage.house, answer("ana@example.org", [hers, ...quote]))
	await ana.go(path)
	await ana.reloadUntil((page) => page.getByText(hers).count(), "the answer by mail")
	await ana.seesNot("schrieb Nordlicht")
	await pipe(stage.house, answer("eve@elsewhere.example", ["Ich bin gar nicht Ana."]))
	await post.wait("ana@example.org", (mail) => mail.text.includes("Ich bin gar nicht Ana."))
	return { ana, got }
}

async function bounce(stage, { ana, got }) {
	await pipe(stage.house, ["From: MAILER-DAEMON@mx.example", `To: <${got.from}>`, "Subject: Undelivered", "MIME-Version: 1.0",
		"Content-Type: multipart/report; report-type=delivery-status; boundary=b", "", "--b", "Content-Type: text/plain", "", "Sorry.", "--b",
		"Content-Type: message/delivery-status", "", "Reporting-MTA: dns; mx.example", "", "Final-Recipient: rfc822; ana@example.org",
		"Action: failed", "Status: 5.1.1", "--b--", ""])
	await ana.go("/me/notices")
	await ana.reloadUntil((page) => page.getByText(stage.t("notify.stopped")).count(), "that mails come back")
	await ana.look()
	await ana.press("notify.stopped_try")
	await ana.told("notify.address_sent")
}

export async function walk(world) {
	const post = await openPost()
	const house = await openHouse({ env: { HEINZEL_MAIL_URL: `smtp://127.0.0.1:${post.port}`, HEINZEL_MAIL_PLAIN: "1" } })
	const stage = openStage({ ...world, house, width: world.viewport.width < 600 ? "phone" : "desktop", sessions: new Map() })
	try {
		await bounce(stage, await round(stage, post))
		const again = await post.wait("ana@example.org", (mail) => mail.html.includes("/me/notices/mail/"))
		const ana = await stage.person("ana")
		await ana.page.goto(again.mail.html.match(/href="([^"]+\/me\/notices\/mail\/[^"]+)"/)[1])
		await ana.press("notify.address_do")
		await ana.told("notify.address_works")
	} finally {
		await stage.close()
		await house.close()
		await post.close()
	}
}
