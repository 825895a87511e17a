/*
 * receiver.h: pushes to a member's browsers (web push).
 *
 * A browser gives an address at its maker's push service.  Only known services are called, so that nobody makes
 * the house call a host of her choice; an address that the service calls dead is forgotten.
 */
#ifndef RECEIVER_H
#define RECEIVER_H
#include "features/notify/receiver_store.h"

/* The service's name for people ("Firefox"); NULL: not one we call. */
const char *receiver_service(const struct house *house, str endpoint);
/* At an origin that the operator named (push.services): called wherever it is. */
bool receiver_is_named(const struct house *house, str endpoint);
/* "https://host" of an endpoint. */
str receiver_origin(str endpoint);

/* Keys as the browser gives them, base64url.  "push.unknown_service", "push.wrong_keys". */
struct receiver_offer { str endpoint, p256dh, auth; };
enum err receiver_add(struct scope *scope, const struct receiver_offer *offer);
enum err receiver_list_mine(struct scope *scope, struct receiver_list *list_out);
enum err receiver_end(struct scope *scope, int64_t receiver_id); /* "push.not_found" */
#endif
