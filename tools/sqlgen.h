/* sqlgen.h: what the parts of sqlgen share: tokens, statements, and how to complain. */
#ifndef TOOLS_SQLGEN_H
#define TOOLS_SQLGEN_H
#include "base/arena.h"
#include "base/list.h"
#include "base/text.h"

#include <sqlite3.h>

enum token_kind { TOKEN_WORD, TOKEN_PARAM, TOKEN_STRING, TOKEN_QUOTED, TOKEN_NUMBER, TOKEN_SIGN };

struct token {
	enum token_kind kind;
	str text;	 /* a parameter without its colon and what follows the name */
	int line, depth; /* depth of brackets; a bracket itself counts outside */
	int scope;	 /* the SELECT it stands in; halves of a UNION differ */
	int group;	 /* the brackets around that SELECT: one for all halves */
	bool spaced;	 /* white space before it */
	bool null, blob; /* `?` and `!` behind a parameter */
	int list;	 /* `[64]` behind it */
	int param;	 /* the index of its struct param */
};

struct comment { int line; str text; bool alone; }; /* alone: nothing else on the line */

struct param { str name; bool null, blob; int list, number; }; /* number: from 1; a list takes several */
struct argument { str text, name; bool pointer, ids, used; };

enum result { RESULT_NONE, RESULT_CHANGED, RESULT_ROW, RESULT_ROWS, RESULT_VALUE, RESULT_VALUES };

/* Token numbers; from = 0: the list stays a list.  sqlgen_ids.c */
struct ids_join { size_t from, table, column, in, close; };

struct query {
	str name, about, type; /* about: comment lines for the header */
	str house, scan, walk, covered, all, awaits; /* reasons; NULL pointers when not given */
	enum result result;
	int line, param_count;
	struct list args, tokens, params, columns; /* struct argument, token, param; str */
	struct ids_join join; /* SQLite: the list of ids leads a join */
	bool writes;
	bool past_brands; /* a house statement on a table with a brand_id */
};

struct declared { str table, column, privacy, retention; }; /* a column's declaration */

struct sqlgen {
	struct arena *arena;
	const char *file; /* now being read */
	int complaints;
	struct list includes, queries, declared; /* str; struct query; struct declared */
	sqlite3 *schema; /* in memory, migrated */
};

/* FILE:LINE: …, on standard error; the run goes on and fails at its end. */
void complain(struct sqlgen *gen, int line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* sqlgen_token.c.  `comments` may be NULL. */
void tokens_read(struct sqlgen *gen, str text, int line, struct list *tokens,
		 struct list *comments);
const struct token *token_at(const struct list *tokens,
			     size_t index);		    /* an empty sign beyond the end */
bool token_is(const struct token *token, const char *word); /* words in any case */
void tokens_scope(struct list *tokens);

void sql_parse(struct sqlgen *gen, str text);				 /* sqlgen_parse.c */
void migration_check(struct sqlgen *gen, str text);			 /* sqlgen_migration.c */
void columns_emit(struct sqlgen *gen, struct text *out);		 /* sqlgen_columns.c */
void query_check(struct sqlgen *gen, struct query *query);		 /* sqlgen_check.c */
void brand_check(struct sqlgen *gen, const struct query *query);	 /* sqlgen_brand.c */
void ids_join_find(struct sqlgen *gen, struct query *query);
void ids_join_emit(const struct query *query, int count, struct text *out); /* sqlgen_ids.c */
bool names_brands(struct sqlgen *gen, const struct query *query); /* a table with a brand_id */
void header_emit(const struct sqlgen *gen, str slice, struct text *out); /* sqlgen_emit.c */
void source_emit(const struct sqlgen *gen, str slice, str header, struct text *out);
void prepare_emit(const struct sqlgen *gen, const struct query *query, struct text *out);
str query_sql(const struct sqlgen *gen, const struct query *query, char sign); /* '?' or '$' */
#endif
