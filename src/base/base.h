/* base.h: what C's library lacks; one include for every floor above. */
#ifndef BASE_BASE_H
#define BASE_BASE_H
#include "base/arena.h"
#include "base/check.h"
#include "base/err.h"
#include "base/list.h"
#include "base/log.h"
#include "base/moment.h"
#include "base/str.h"
#include "base/text.h"
#endif
