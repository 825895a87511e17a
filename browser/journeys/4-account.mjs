// An account: signing up, confirming by mail, out and in again, a one-time link, a forgotten password.
import { way } from "../lib/letters.mjs"
import { must } from "../lib/until.mjs"

const first = "vier Hasen im Regen"
const second = "drei Katzen am Meer"

async function signIn(visitor, mail, password) {
	await visitor.fill({ "identity.mail": mail, "identity.password": password })
	await visitor.press("identity.sign_in", visitor.main())
}

async function openLetter(stage, visitor, mark, mail, subject, path) {
	const letter = await stage.mail.wait(mark, mail, (one) => one.subject === stage.t(subject, { brand: "Nordlicht" }), stage.t(subject))
	await visitor.go(way(letter, `${path}/[^"]+`))
	await visitor.look()
}

async function signUp(stage, visitor, mail) {
	await visitor.go("/")
	await visitor.follow("frame.log_in")
	await visitor.look()
	await visitor.follow("identity.new_here", visitor.main())
	await visitor.at("/signup")
	await visitor.look()
	await visitor.fill({ "member.name": `Neu ${stage.turn}`, "identity.mail": mail, "identity.password": "passwort" })
	await visitor.field("identity.terms").check()
	await visitor.press("identity.sign_up", visitor.main())
	await visitor.told("identity.password_short")
	const typed = await visitor.field("identity.mail", visitor.main()).inputValue()
	must(typed === mail, "what was typed survives a refusal")
	await visitor.field("identity.password", visitor.main()).fill(first)
	const mark = stage.mail.mark()
	await visitor.press("identity.sign_up", visitor.main())
	await visitor.at("/signup/sent")
	await visitor.look()
	await openLetter(stage, visitor, mark, mail, "identity.mail_confirm_subject", "/confirm")
	await visitor.press("identity.confirm_button", visitor.main())
	await visitor.told("identity.welcome")
	await visitor.look()
}

async function logOut(stage, visitor) {
	await visitor.go("/me")
	await visitor.look()
	await visitor.press("member.log_out", visitor.main())
	await visitor.told("identity.signed_out")
	await visitor.go("/help")
	await visitor.link("frame.log_in").waitFor()
}

async function signInAgain(stage, visitor, mail) {
	await visitor.go("/login?to=/me/profile")
	await signIn(visitor, mail, "ganz falsches Wort")
	await visitor.told("identity.wrong")
	await visitor.field("identity.password", visitor.main()).fill(first)
	await visitor.press("identity.sign_in", visitor.main())
	await visitor.at("/me/profile")
	await visitor.look()
}

async function oneTimeLink(stage, visitor, mail) {
	await visitor.go("/login")
	await visitor.follow("identity.link_title", visitor.main())
	await visitor.look()
	await visitor.field("identity.mail").fill(mail)
	const mark = stage.mail.mark()
	await visitor.press("identity.link_button", visitor.main())
	await visitor.at("/login/sent")
	await visitor.look()
	await openLetter(stage, visitor, mark, mail, "identity.mail_login_subject", "/login/link")
	const link = visitor.path
	await visitor.press("identity.sign_in", visitor.main())
	await visitor.page.waitForURL((url) => !url.pathname.startsWith("/login/link"))
	await visitor.go("/me")
	await logOut(stage, visitor)
	await visitor.go(link, 404)
	await visitor.told("identity.link_gone")
}

async function recover(stage, visitor, mail) {
	await visitor.go("/login")
	await visitor.follow("identity.forgotten", visitor.main())
	await visitor.look()
	await visitor.field("identity.mail").fill(mail)
	const mark = stage.mail.mark()
	await visitor.press("identity.recover_button", visitor.main())
	await visitor.at("/recover/sent")
	await openLetter(stage, visitor, mark, mail, "identity.mail_recover_subject", "/recover")
	await visitor.field("identity.new_password").fill(second)
	await visitor.press("identity.new_password_save", visitor.main())
	await visitor.told("identity.password_changed")
	await logOut(stage, visitor)
	await visitor.go("/login")
	await signIn(visitor, mail, first)
	await visitor.told("identity.wrong")
	await signIn(visitor, mail, second)
	await visitor.page.waitForURL((url) => url.pathname !== "/login")
	await visitor.go("/me/security")
	await visitor.look()
}

export async function walk(stage) {
	const visitor = await stage.visit()
	const mail = `neu${stage.turn}@example.org`
	await signUp(stage, visitor, mail)
	await logOut(stage, visitor)
	await signInAgain(stage, visitor, mail)
	await logOut(stage, visitor)
	await oneTimeLink(stage, visitor, mail)
	await recover(stage, visitor, mail)
}
