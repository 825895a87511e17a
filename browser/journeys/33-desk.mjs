// The brand's desk: a key to another system is made, shown once and never again, kept when nothing is typed, refused when it is too
// short, and removed; and a mail to oneself tells what became of it.
import { must, same } from "../lib/until.mjs"

const key = "ladder.desk_secret"
const page = `/desk/settings/${key}`

async function makeKey(stage, visitor) {
	await visitor.go("/desk/settings")
	await visitor.follow(key, visitor.main())
	await visitor.at(page)
	await visitor.told("secret.none")
	await visitor.look()
	await visitor.press("secret.make_button", visitor.main())
	await visitor.told("secret.fresh")
	const shown = await visitor.field("secret.fresh_label", visitor.main()).inputValue()
	must(/^[\w-]{43}$/.test(shown), "a key that nobody can guess")
	for (const path of [page, "/desk/settings", "/desk/audit?group=setting", "/desk"]) {
		await visitor.go(path)
		must(!(await visitor.page.content()).includes(shown), `the key does not stand on ${path}`)
	}
	await visitor.go(page)
	await visitor.told("secret.own_replaces")
	await visitor.look()
}

async function changeKey(stage, visitor) {
	await visitor.press("desk.save", visitor.main())
	await visitor.at("/desk/settings")
	await visitor.told("secret.kept")
	await visitor.go(page)
	await visitor.fill({ "secret.own_label": "zu kurz" })
	await visitor.press("desk.save", visitor.main())
	await visitor.told("setting.secret_short")
	must(!(await visitor.page.content()).includes("zu kurz\""), "what was typed does not come back")
	if (stage.javaScript) await visitor.look()
	await visitor.go(page)
	await visitor.press("secret.remove_button", visitor.main())
	await visitor.told("secret.removed")
	await visitor.go(page)
	await visitor.told("secret.none")
}

async function tryMail(stage, visitor) {
	const mark = stage.mail.mark()
	await visitor.go("/desk/settings")
	await visitor.press("desk.mail_send", visitor.main())
	await visitor.at("/desk/mail")
	const said = stage.t("desk.mail_filed") // the journeys' house has a folder for its mails
	if (stage.javaScript) await visitor.sees(said) // looked at again by itself
	else await visitor.reloadUntil((one) => one.getByText(said).count(), "what became of the mail")
	same(await visitor.link("desk.mail_look_again", visitor.main()).count(), 0, "the link to look again")
	await visitor.look()
	await stage.mail.wait(mark, visitor.mail, (one) => one.text.includes("/desk"), "the mail to oneself")
}

export async function walk(stage) {
	const visitor = await stage.person(stage.language === "de" ? "jonas" : "hugo")
	await makeKey(stage, visitor)
	await changeKey(stage, visitor)
	await tryMail(stage, visitor)
}
