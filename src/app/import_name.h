/* import_name.h: what imported authors are called here. */
#ifndef APP_IMPORT_NAME_H
#define APP_IMPORT_NAME_H
#include "base/base.h"

/* A name that a profile takes.  "u_92788a10" is a pseudonym and becomes one that can be said, always the same;
   "u_unknown" becomes "Unknown"; a real name stays, without what a profile refuses. */
str import_name(struct arena *arena, str author);
#endif
