/* web.h: what every page and API handler speaks. */
#ifndef WEB_WEB_H
#define WEB_WEB_H
#include "core/core.h"
#include "view/view.h"
#include "web/api.h"
#include "web/fields.h"
#include "web/letter.h"
#include "web/page.h"
#include "web/panel.h"
#include "web/push.h"
#include "web/slice.h"
#endif
