// What is kept about one: the page says what, why and for how long; the copy is made, told in the inbox, and fetched.
// Then somebody asks to be erased, sees the banner on every page, and changes her mind.
import { readFileSync } from "node:fs"
import { way } from "../lib/letters.mjs"
import { must, until } from "../lib/until.mjs"

const password = "vier Hasen im Regen"

export const dresses = [{ language: "de", width: "phone", javaScript: true }, { language: "en", width: "desktop", javaScript: false }]

async function fetchFile(visitor, key) {
	const waiting = visitor.page.waitForEvent("download")
	await visitor.link(key, visitor.main()).click()
	return readFileSync(await (await waiting).path(), "utf8")
}

export async function walk(stage) {
	const visitor = await stage.person(stage.language === "de" ? "ana" : "jonas") // one copy a day each
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
	const json = JSON.parse(await fetchFile(visitor, "privacy.copy_json"))
	must(json.kept.some((part) => part.table === "member_member" && part.rows.length === 1), "her account is in the copy")
	const html = await fetchFile(visitor, "privacy.copy_read")
	must(html.includes("</html>") && html.includes(json.kept[0].rows[0].name), "the readable file names her")
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
