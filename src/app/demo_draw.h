/*
 * demo_draw.h: pictures for the demo, drawn here: a list of shapes becomes a PNG.
 *
 * A line of demo/pictures.jsonl says size, ground and shapes; each shape is a list of numbers and a colour:
 * ["box",x,y,w,h,round,"#hex"], ["line",x1,y1,x2,y2,thick,"#hex"], ["arc",x,y,radius,thick,from,to,"#hex"] (degrees, 0 to the right,
 * clockwise), ["disc",x,y,radius,"#hex"].  A further shape is a further row of `makers`.
 */
#ifndef APP_DEMO_DRAW_H
#define APP_DEMO_DRAW_H
#include "base/json.h"

#define DRAW_SIDE_MAX 1600

/* ERR_INVALID for what is no such drawing. */
enum err demo_draw(struct arena *arena, const struct json *line, str *png_out);
#endif
