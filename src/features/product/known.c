/* known.c: rules of what members say they know. */
#include "features/product/known.h"

#include "features/member/member_news.h"
#include "features/product/product_news.h"
#include "features/product/product_rule.h"

/* Both pages tell it. */
static void tell(struct scope *scope, int64_t product_id)
{
	subject_changed(scope, subject_of(&product_subject, product_id));
	subject_changed(scope, subject_of(&member_subject, scope->member_id));
}

enum err known_say(struct scope *scope, int64_t product_id, bool knows)
{
	struct ids mine;
	if (!scope->member_id)
		return refuse(scope, ERR_SIGNED_OUT, "member.sign_in");
	enum err err = known_load_of(scope, scope->member_id, &mine);
	if (err || known_has(mine, product_id) == knows)
		return err;
	if (knows && (!product_id || (err = product_check(scope, product_id))))
		return err ? err : refuse(scope, ERR_NOT_FOUND, "product.not_found");
	if (knows && mine.count >= KNOWN_MAX)
		return refuse(scope, ERR_CONFLICT, "known.too_many");
	tell(scope, product_id);
	return knows ? known_insert(scope, product_id) : known_delete(scope, product_id);
}

enum err known_of(struct scope *scope, int64_t member_id, struct ids *product_ids_out)
{
	return known_load_of(scope, member_id, product_ids_out);
}

enum err known_among(struct scope *scope, int64_t product_id, struct ids member_ids, struct ids *knowing_out)
{
	return known_load_among(scope, product_id, member_ids, knowing_out);
}

enum err known_by(struct scope *scope, int64_t product_id, struct ids *member_ids_out)
{
	return known_load_newest(scope, product_id, member_ids_out);
}
