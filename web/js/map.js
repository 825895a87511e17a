// The movable map. Outlines come as GeoJSON from our own server: there is no tile server
// that could learn who looks for help where.
import { circle, control, divIcon, geoJSON, map as createMap, marker } from "leaflet/dist/leaflet-src.esm.js"
import { all, own } from "./page.js"

const kilometresPerDegree = 111

async function json(address) {
	const url = address && own(address)
	if (!url) return null
	const answer = await fetch(url, { credentials: "same-origin" })
	return answer.ok ? answer.json() : null
}

function listed() {
	return all("[data-lat][data-lon]").map((item) => {
		const link = item.querySelector("a[href]")
		return {
			item,
			kind: item.dataset.kind || "",
			lat: Number(item.dataset.lat),
			lon: Number(item.dataset.lon),
			title: link?.textContent.trim() || "",
			url: link?.getAttribute("href"),
		}
	})
}

function written() {
	const block = document.querySelector("script[data-markers]")
	return block ? JSON.parse(block.textContent) : []
}

const near = 44 // pixels: what would lie on each other is one pin with a number

// Nearer in, pins part; those in the very same place share one for ever, and its popup lists them.
function gather(map, points) {
	const groups = []
	for (const point of points) {
		if (!Number.isFinite(point.lat) || !Number.isFinite(point.lon)) continue
		const spot = map.latLngToLayerPoint([point.lat, point.lon])
		const group = groups.find((one) => one.spot.distanceTo(spot) < near)
		if (group) group.points.push(point)
		else groups.push({ spot, points: [point] })
	}
	return groups.map((group) => group.points)
}

function popup(points) {
	const list = document.createElement("ul")
	list.className = "stack"
	for (const point of points.slice(0, 8)) {
		const url = point.url && own(point.url)
		const name = document.createElement(url ? "a" : "span")
		if (url) name.href = url.href
		name.textContent = point.title
		const item = document.createElement("li")
		item.append(name)
		list.append(item)
	}
	return list
}

function icon(words, kind, size) {
	const label = document.createElement("span")
	label.textContent = words
	return divIcon({ className: `map-pin ${kind}`, html: label, iconSize: [size, size] })
}

// A pin is a button: by keyboard, too, it opens and says what is there.
function pin(points, many) {
	const number = points.reduce((sum, point) => sum + (point.count || 1), 0)
	const size = number > 1 ? 36 : 24
	const names = points.slice(0, 3).map((point) => point.title).join(", ")
	const title = number > 1 ? `${many.replace("{count}", number)}: ${names}` : names
	const kind = points.every((point) => point.kind === "task") ? "map-pin-task" : ""
	const one = marker([points[0].lat, points[0].lon], { icon: icon(number > 1 ? String(number) : "", kind, size), title, alt: title })
	one.bindPopup(popup(points))
	one.on("popupopen", () => light(points, true)).on("popupclose", () => light(points, false))
	one.on("add", () => one.getElement()?.setAttribute("aria-label", title))
	return one
}

const light = (points, on) => points.forEach(({ item }) => item?.classList.toggle("is-lit", on))

// List and map in step: whoever is at an entry sees its pin, and the other way round.
function follow(points, pinOf) {
	for (const point of points) {
		const show = (on) => pinOf(point)?.getElement()?.classList.toggle("is-lit", on)
		for (const name of ["focusin", "mouseenter"]) point.item?.addEventListener(name, () => show(true))
		for (const name of ["focusout", "mouseleave"]) point.item?.addEventListener(name, () => show(false))
	}
}

function pins(map, points, many) {
	let shown = []
	const draw = () => {
		const open = shown.find(([one]) => one.isPopupOpen())
		shown.forEach(([one]) => one !== open?.[0] && one.remove())
		const rest = open ? points.filter((point) => !open[1].includes(point)) : points
		shown = gather(map, rest).map((group) => [pin(group, many).addTo(map), group])
		if (open) shown.push(open)
	}
	map.on("zoomend", draw)
	draw()
	follow(points, (point) => shown.find(([, group]) => group.includes(point))?.[0])
}

function view(map, place, points) {
	const { lat0, lon0, radius } = place.dataset
	if (lat0 && lon0) {
		const reach = Number(radius || 10) / kilometresPerDegree
		const wide = reach / Math.cos((Number(lat0) * Math.PI) / 180)
		map.fitBounds([
			[Number(lat0) - reach, Number(lon0) - wide],
			[Number(lat0) + reach, Number(lon0) + wide],
		])
		circle([lat0, lon0], { radius: Number(radius || 10) * 1000, className: "map-ring", interactive: false }).addTo(map)
		marker([lat0, lon0], { icon: icon("", "map-pin-here", 16), interactive: false, keyboard: false }).addTo(map)
	} else if (points.length) {
		map.fitBounds(points.map((point) => [point.lat, point.lon]), { padding: [24, 24], maxZoom: 11 })
	} else {
		map.fitBounds([[45.8, 5.9], [55.1, 17.2]])
	}
}

// Of names that would lie on each other the larger town's stays.
function apart(map, towns) {
	const taken = []
	return towns.filter(({ geometry: { coordinates: [lon, lat] }, properties }) => {
		const { x, y } = map.latLngToContainerPoint([lat, lon])
		const half = properties.name.length * 4 + 4
		const box = { left: x - half, right: x + half, top: y, bottom: y + 28 }
		const isFree = taken.every((other) => box.right < other.left || box.left > other.right || box.bottom < other.top || box.top > other.bottom)
		if (isFree) taken.push(box)
		return isFree
	})
}

// Names of towns, so that one knows where one is: the nearer one looks, the smaller the towns.
function landmarks(map, outlines) {
	const towns = outlines.features.filter((shape) => shape.geometry.type === "Point")
	let shown = []
	const show = () => {
		shown.forEach((name) => name.remove())
		const rank = Math.max(1, map.getZoom() - 5)
		const bounds = map.getBounds()
		const near = towns.filter(({ geometry: { coordinates: [lon, lat] }, properties }) =>
			properties.rank <= rank && bounds.contains([lat, lon]))
		shown = apart(map, near.sort((a, b) => a.properties.rank - b.properties.rank)).slice(0, 30).map(({ geometry: { coordinates: [lon, lat] }, properties }) => {
			const label = document.createElement("span")
			label.textContent = properties.name
			const icon = divIcon({ className: "map-name", html: label, iconSize: [0, 0] })
			return marker([lat, lon], { icon, interactive: false, keyboard: false }).addTo(map)
		})
	}
	map.on("moveend", show)
	show()
}

// Escape closes what a pin opened, wherever in the map one is.
function closeByKey(map) {
	map.getContainer().addEventListener("keydown", (event) => {
		if (event.key !== "Escape") return
		const isInside = map.getPane("popupPane").contains(document.activeElement)
		map.closePopup()
		if (isInside) map.getContainer().focus()
	})
}

async function draw(place) {
	const outlines = await json(place.dataset.outlines)
	const fetched = await json(place.dataset.markersSrc)
	const points = [...listed(), ...written(), ...(fetched || [])]
	const isLively = !matchMedia("(prefers-reduced-motion: reduce)").matches
	const room = document.createElement("div")
	place.replaceChildren(room)
	const map = createMap(room, {
		maxZoom: 13, minZoom: 5, zoomControl: false, scrollWheelZoom: false, attributionControl: false,
		zoomAnimation: isLively, fadeAnimation: isLively,
	})
	control.zoom({
		zoomInTitle: place.dataset.zoomIn || "+",
		zoomOutTitle: place.dataset.zoomOut || "−",
	}).addTo(map)
	view(map, place, points)
	geoJSON(outlines, {
		interactive: false,
		style: { className: "map-outline" },
		filter: (shape) => shape.geometry.type !== "Point",
	}).addTo(map).bringToBack()
	landmarks(map, outlines)
	pins(map, points, place.dataset.many || "{count}")
	closeByKey(map)
}

// If anything fails, the drawn map stays where it is.
all("[data-map]").forEach((place) => draw(place).catch(() => {}))
