// This browser takes pushes: it asks its owner, subscribes, and sends a form of ours with what it got.
const form = document.querySelector("form[data-push]")

const bytes = (text) => {
	const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"))
	return Uint8Array.from(plain, (letter) => letter.charCodeAt(0))
}

const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
	.replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "")

async function subscribe() {
	if ((await Notification.requestPermission()) !== "granted") throw new Error("not allowed")
	const worker = await navigator.serviceWorker.register("/push.js")
	await navigator.serviceWorker.ready
	const options = { userVisibleOnly: true, applicationServerKey: bytes(form.dataset.push) }
	const subscription = await worker.pushManager.subscribe(options)
	form.elements.endpoint.value = subscription.endpoint
	form.elements.p256dh.value = text(subscription.getKey("p256dh"))
	form.elements.auth.value = text(subscription.getKey("auth"))
}

if (form && "serviceWorker" in navigator && "PushManager" in window && "Notification" in window) {
	form.hidden = false
	let isReady = false
	form.addEventListener("submit", async (event) => {
		if (isReady) return
		event.preventDefault()
		try {
			await subscribe()
			isReady = true
			form.removeAttribute("aria-busy")
			form.requestSubmit()
		} catch {
			form.querySelector("[data-push-failed]").hidden = false
		}
	})
}
