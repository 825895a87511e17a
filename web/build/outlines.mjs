// The outlines of the four countries: as GeoJSON for the movable map, and as one drawing
// in a projection without trigonometry, so that the server can place points in it.
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { feature } from "topojson-client"
import { filter, filterAttached, presimplify, simplify } from "topojson-simplify"

const countries = { "276": "DE", "040": "AT", "756": "CH", "438": "LI" }
const smallest = 3e-6 // square degrees; a bend smaller than about 150 by 150 m is not drawn

const round = (value, digits) => Number(value.toFixed(digits))

function rings(geometry, each) {
	const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates
	return polygons.map((polygon) => polygon.map(each))
}

function tidy(ring) {
	const points = ring.map(([lon, lat]) => [round(lon, 3), round(lat, 3)])
	return points.filter(([lon, lat], i) => !i || lon !== points[i - 1][0] || lat !== points[i - 1][1])
}

const drawn = ([lon, lat]) => [round((lon - 5) * 66, 1), round((56 - lat) * 100, 1)]

function path(ring) {
	let [lastX, lastY] = drawn(ring[0])
	let text = `M${lastX} ${lastY}l`
	for (const point of ring.slice(1, -1)) {
		const [x, y] = drawn(point)
		text += `${round(x - lastX, 1)} ${round(y - lastY, 1)} `
		;[lastX, lastY] = [x, y]
	}
	return `${text.trim()}z`
}

export function outlines(web, out, towns) {
	const file = join(web, "node_modules/world-atlas/countries-10m.json")
	const world = JSON.parse(readFileSync(file, "utf8"))
	const chosen = world.objects.countries.geometries.filter((shape) => countries[shape.id])
	world.objects = { land: { type: "GeometryCollection", geometries: chosen } }
	const light = simplify(presimplify(filter(world, filterAttached(world))), smallest)
	const features = feature(light, light.objects.land).features.map((shape) => ({
		type: "Feature",
		id: countries[shape.id],
		properties: {},
		geometry: { type: "MultiPolygon", coordinates: rings(shape.geometry, tidy) },
	}))
	const points = towns.map((town) => ({
		type: "Feature",
		properties: { name: town.town, rank: town.rank },
		geometry: { type: "Point", coordinates: [round(town.lon, 3), round(town.lat, 3)] },
	}))
	const json = { type: "FeatureCollection", features: [...features, ...points] }
	writeFileSync(join(out, "outlines.json"), `${JSON.stringify(json)}\n`)

	const shapes = features.map((shape) => {
		const d = shape.geometry.coordinates.flat().map(path).join("")
		return `<path id="${shape.id}" vector-effect="non-scaling-stroke" d="${d}"/>`
	})
	const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="50 80 820 950"><g id="outlines">${shapes.join("")}</g></svg>\n`
	writeFileSync(join(out, "map.svg"), svg)
}
