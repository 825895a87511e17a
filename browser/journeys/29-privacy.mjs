// What is kept about one: the page says what, why and for how long; the copy is made, told in the inbox, and fetched.
// Then somebody asks to be erased, sees the banner on every page, and changes her mind.
import { readFileSync } from "node:fs"
import { way } from "../lib/letters.mjs"
import { must, until } from "../lib/until.mjs"

const password = "vier Hasen im Regen"

// One copy a day each: every dress has its own.
const people = { "de phone": "ana", "de desktop": "ben", "en phone": "mira", "en desktop": "jonas" }

async function fetchFile(visitor, key) {
	const waiting = visitor.page.waitForEvent("download")
	await visitor.link(key, visitor.main()).click()
	return readFileSync(await (await waiting).path())
}

// An archive without compression: the list at its end says where each file lies.
function unzip(bytes) {
	const files = new Map()
	const end = bytes.lastIndexOf("PK\x05\x06", undefined, "latin1")
	let at = bytes.readUInt32LE(end + 16)
	for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
		const [size, nameLength, head] = [bytes.readUInt32LE(at + 24), bytes.readUInt16LE(at + 28), bytes.readUInt32LE(at + 42)]
		const name = bytes.toString("utf8", at + 46, at + 46 + nameLength)
		const from = head + 30 + bytes.readUInt16LE(head + 26) + bytes.readUInt16LE(head + 28)
		files.set(name, bytes.subarray(from, from + size))
		at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
	}
	return files
}

export async function walk(stage) {
	const width = stage.viewport.width < 600 ? "phone" : "desktop"
	const visitor = await stage.person(people[`${stage.language} ${width}`])
	await visitor.go("/me")
	await visitor.follow("privacy.title", visitor.main())
	await visitor.at("/me/privacy")
	await visitor.look()
	await visitor.press("privacy.copy_ask", visitor.main())
	await visitor.told("privacy.copy_begun")
	await until(async () => {
		await visitor.go("/me/privacy")
		return await visitor.link("privacy.copy_json", visitor.main()).count() > 0
	}, "the copy is ready")
	await visitor.look()
	const bytes = await fetchFile(visitor, "privacy.copy_json")
	const json = JSON.parse(bytes.toString("utf8"))
	must(json.kept.some((part) => part.table === "member_member" && part.rows.length === 1), "her account is in the copy")
	const html = (await fetchFile(visitor, "privacy.copy_read")).toString("utf8")
	must(html.includes("</html>") && html.includes(json.kept[0].rows[0].name), "the readable file names her")
	const files = unzip(await fetchFile(visitor, "privacy.copy_zip"))
	must(files.get("my-data.json")?.equals(bytes), "the archive holds the same data")
	must(files.get("my-data.html")?.toString("utf8") === html, "the archive holds the same page")
	const shown = json.kept.find((part) => part.table === "media_file").rows.map((row) => row.file)
	must(shown.every((name) => files.get(name)?.length > 0), "every picture and file is in the archive")
	await visitor.go("/inbox")
	await visitor.page.getByText(stage.t("notice.copy_ready")).first().waitFor()
	await leave(stage)
}

// A newcomer: whoever leaves sleeps, and other journeys need their people awake.
async function newcomer(stage) {
	const visitor = await stage.visit()
	const mail = `geht-${stage.turn}@example.org`
	const mark = stage.mail.mark()
	await visitor.go("/signup")
	await visitor.fill({ "member.name": `Geht ${stage.turn}`, "identity.mail": mail, "identity.password": password })
	await visitor.field("identity.terms").check()
	await visitor.press("identity.sign_up", visitor.main())
	await visitor.at("/signup/sent")
	const letter = await stage.mail.wait(mark, mail, (one) => one.text.includes("/confirm/"), "the confirmation")
	await visitor.go(way(letter, "/confirm/[^\"]+"))
	await visitor.press("identity.confirm_button", visitor.main())
	await visitor.told("identity.welcome")
	return Object.assign(visitor, { mail })
}

async function leave(stage) {
	const visitor = await newcomer(stage)
	await visitor.go("/me/privacy")
	await visitor.follow("privacy.erase", visitor.main())
	await visitor.at("/me/privacy/erasure")
	await visitor.look()
	await visitor.fill({ "privacy.erase_password": "ganz falsches Wort" })
	await visitor.press("privacy.erase_now", visitor.main())
	await visitor.told("identity.proof_wrong")
	await visitor.look()
	const mark = stage.mail.mark()
	await visitor.fill({ "privacy.erase_password": password })
	await visitor.press("privacy.erase_now", visitor.main())
	await visitor.told("privacy.erase_asked")
	await visitor.look()
	await stage.mail.wait(mark, visitor.mail, (one) => one.text.includes("/me/privacy/erasure"), "the mail that tells of it")
	await visitor.go("/help")
	await visitor.told("privacy.banner")
	await visitor.look()
	await visitor.press("privacy.erase_end")
	await visitor.told("privacy.erase_ended")
	await visitor.seesNot(stage.t("privacy.banner"), "the banner")
}
