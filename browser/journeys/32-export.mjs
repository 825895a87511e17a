// A brand's data leave as one file: asked for by its administrator, waited for, downloaded, opened; nothing of the other brand is in
// it and no key, and the log says who.  A moderator is turned away.
import { readFileSync } from "node:fs"
import { members } from "../lib/stage.mjs"
import { must, same } from "../lib/until.mjs"

const block = 512
const text = (bytes) => bytes.toString("latin1").replace(/\0.*$/s, "")

// POSIX ustar: a head of 512 bytes, then the content in whole blocks.
function entries(tar) {
	const found = new Map()
	for (let at = 0; at + block <= tar.length && tar[at] !== 0;) {
		const size = Number.parseInt(text(tar.subarray(at + 124, at + 136)), 8)
		found.set(text(tar.subarray(at, at + 100)), tar.subarray(at + block, at + block + size).toString("utf8"))
		at += block + Math.ceil(size / block) * block
	}
	return found
}

const rows = (jsonl) => jsonl.split("\n").filter(Boolean).map((line) => JSON.parse(line))

function judge(files, brand) {
	const manifest = JSON.parse(files.get("manifest.json"))
	same(manifest.format, "heinzel-brand-1", "the format")
	same(manifest.brand.key, brand, "whose data they are")
	const tables = [...files].filter(([name]) => name.startsWith("tables/"))
	same(tables.length, manifest.tables.length, "tables in the file and in the manifest")
	for (const [name, content] of tables) {
		const said = manifest.tables.find((one) => name === `tables/${one.table}.jsonl`)
		same(rows(content).length, said?.rows, `rows of ${name}`)
	}
	must(manifest.left_out.some((one) => one.table === "core_secret"), "keys are named as left out")
	const mails = rows(files.get("tables/member_member.jsonl")).map((row) => row.mail)
	const all = [...files.values()].join("\n")
	for (const member of members) {
		if (member.brand === brand) must(mails.includes(member.mail), `${member.mail} is in the file`)
		else must(!all.includes(member.mail), `${member.mail} of the other brand is not in the file`)
	}
	must(!all.includes("argon2"), "no password's hash is in the file")
}

export async function walk(stage) {
	const [brand, boss, watch] = stage.language === "de" ? ["a", "jonas", "mira"] : ["b", "hugo", "grace"]
	const moderator = await stage.person(watch)
	await moderator.go("/desk")
	same(await moderator.link("export.title", moderator.main()).count(), 0, "the way to the export for a moderator")
	await moderator.go("/desk/export", 403)
	await moderator.told("failure.forbidden")
	await moderator.go("/desk/export/brand.tar", 403)

	const visitor = await stage.person(boss)
	await visitor.go("/desk")
	await visitor.follow("export.title", visitor.main())
	await visitor.at("/desk/export")
	await visitor.look()
	const isAgain = await visitor.button("export.again", visitor.main()).count() > 0 // another dress was here
	await visitor.press(isAgain ? "export.again" : "export.ask", visitor.main())
	await visitor.told("export.begun")
	await visitor.reloadUntil(() => visitor.link("export.fetch", visitor.main()).count(), "the file is ready")
	await visitor.look()
	const waiting = visitor.page.waitForEvent("download")
	await visitor.link("export.fetch", visitor.main()).click()
	const download = await waiting
	same(download.suggestedFilename(), "brand.tar", "the file's name")
	judge(entries(readFileSync(await download.path())), brand)

	await visitor.go("/desk/audit?group=brand")
	const { name } = members.find((member) => member.key === boss)
	for (const key of ["deed.brand.export_fetch", "deed.brand.export"])
		await visitor.item(stage.t(key), "tr").filter({ hasText: name }).first().waitFor()
	await visitor.look()
}
