// What is kept about one: the page says what, why and for how long; the copy is made, told in the inbox, and fetched.
import { readFileSync } from "node:fs"
import { must, until } from "../lib/until.mjs"

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
}
