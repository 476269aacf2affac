"""The index of words: rows of our own, and beside them what each database has for full-text search.

SQLite: a table of FTS5 that keeps no text of its own, written by triggers. PostgreSQL: a tsvector made of the row,
with GIN. Neither cuts words or knows languages: the rows hold the words as the program cut them.
"""

import django.db.models.deletion
from django.db import migrations, models

TABLE = "documents_indexedturn"
# With every row go two words more, that no text holds: its version and its project. A search within a few
# transcripts then meets two short lists, and need not read the rows of all others.
INDEXED = "{row}.words || '_' || {row}.version_id || ' _' || {row}.project"
MADE, GONE = INDEXED.format(row="new"), INDEXED.format(row="old")
SQLITE = (
    "CREATE VIRTUAL TABLE documents_wordindex USING fts5("
    "words, content='', detail=none, columnsize=0, tokenize=\"ascii tokenchars '''-_'\")",
    "CREATE VIRTUAL TABLE documents_wordlist USING fts5vocab(documents_wordindex, row)",
    f"CREATE TRIGGER documents_wordindex_made AFTER INSERT ON {TABLE} BEGIN"
    f" INSERT INTO documents_wordindex (rowid, words) VALUES (new.id, {MADE}); END",
    f"CREATE TRIGGER documents_wordindex_gone AFTER DELETE ON {TABLE} BEGIN"
    f" INSERT INTO documents_wordindex (documents_wordindex, rowid, words) VALUES ('delete', old.id, {GONE}); END",
)
SQLITE_BACK = (
    "DROP TRIGGER documents_wordindex_gone",
    "DROP TRIGGER documents_wordindex_made",
    "DROP TABLE documents_wordlist",
    "DROP TABLE documents_wordindex",
)
POSTGRESQL = (
    f"ALTER TABLE {TABLE} ADD COLUMN lexemes tsvector"
    " GENERATED ALWAYS AS (array_to_tsvector(string_to_array(btrim(words), ' '))) STORED",
    f"CREATE INDEX documents_indexedturn_lexemes ON {TABLE} USING gin (lexemes)",
    # For words that begin with something, whatever the order of letters in this database.
    "CREATE INDEX documents_wordroot_beginning ON documents_wordroot (root varchar_pattern_ops)",
)


def make_index(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def drop_index(apps, schema_editor):
    # On PostgreSQL it goes with the tables.
    for statement in SQLITE_BACK if schema_editor.connection.vendor == "sqlite" else ():
        schema_editor.execute(statement)



class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0003_sentences'),
    ]

    operations = [
        migrations.CreateModel(
            name='IndexedVersion',
            fields=[
                ('version', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='indexed', serialize=False, to='documents.version')),
            ],
        ),
        migrations.CreateModel(
            name='WordRoot',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('root', models.CharField(max_length=60)),
                ('word', models.CharField(max_length=60)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('root', 'word'), name='word_root_once')],
            },
        ),
        migrations.CreateModel(
            name='IndexedTurn',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('project', models.UUIDField()),
                ('turn', models.BigIntegerField()),
                ('words', models.TextField()),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='indexed_turns', to='documents.version')),
            ],
            options={
                'indexes': [models.Index(fields=['project', 'id'], name='indexed_in_project')],
            },
        ),
        migrations.RunPython(make_index, drop_index),
    ]
