/* view.h: one include for the floor above. */
#ifndef VIEW_VIEW_H
#define VIEW_VIEW_H
#include "view/html.h"
#include "view/i18n.h"
#include "view/markdown.h"
#include "view/theme.h"
#endif
