// The service worker: shows a push, and opens what it is about when it is clicked.  It keeps nothing and fetches nothing.
self.addEventListener("push", (event) => {
	if (!event.data) return
	const { title, body, url, tag } = event.data.json()
	event.waitUntil(self.registration.showNotification(title, { body, tag, data: { url } }))
})

self.addEventListener("notificationclick", (event) => {
	event.notification.close()
	const url = new URL(event.notification.data?.url || "/inbox", self.location.origin)
	if (url.origin !== self.location.origin) return
	event.waitUntil(self.clients.matchAll({ type: "window" }).then((windows) => {
		const open = windows.find((window) => new URL(window.url).pathname === url.pathname)
		return open ? open.focus() : self.clients.openWindow(url.href)
	}))
})
