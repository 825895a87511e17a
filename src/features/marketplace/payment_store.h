/* payment_store.h: how a helper is paid, encrypted, and how it is read and written. */
#ifndef PAYMENT_STORE_H
#define PAYMENT_STORE_H
#include "core/core.h"

/* Plain "" when the member never said. */
enum err payee_load(struct scope *scope, int64_t member_id, str *plain_out);
enum err payee_save(struct scope *scope, int64_t member_id, str plain);
enum err payee_remove(struct scope *scope, int64_t member_id);
#endif
