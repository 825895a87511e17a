/* core.h: what every feature speaks. */
#ifndef CORE_CORE_H
#define CORE_CORE_H
#include "base/base.h"
#include "base/random.h"
#include "core/audience.h"
#include "core/audit.h"
#include "core/care.h"
#include "core/cursor.h"
#include "core/findable.h"
#include "core/gate.h"
#include "core/house.h"
#include "core/job.h"
#include "core/mail.h"
#include "core/news.h"
#include "core/place.h"
#include "core/policy.h"
#include "core/scope.h"
#include "core/setting.h"
#include "core/source.h"
#include "core/subject.h"
#include "core/trail.h"
#endif
