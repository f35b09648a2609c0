/** What is said of categories and collections where something is refused; the API says it in English. */
export const shelfRefusals = {
  category_in_use:
    'Darin liegen noch Artikel oder andere Kategorien. Räumen Sie sie zuerst woandershin.',
  collection_in_use: 'Darin stehen noch Artikel. Nehmen Sie sie zuerst heraus.',
  collection_by_rule:
    'Artikel stehen nach einer Regel darin. Ändern Sie die Regel, oder geben Sie sie zuerst auf.',
  collection_sorted_otherwise:
    'Diese Kollektion wird nicht von Hand sortiert. Wählen Sie das zuerst.',
  product_not_in_collection: 'Einer der Artikel steht nicht mehr darin. Nichts wurde verschoben.',
  condition_names_nothing:
    'Eine Bedingung nennt etwas, das es nicht mehr gibt: eine Kategorie, einen Kanal oder ein Feld.',
  too_many_rules:
    'Mehr Kollektionen mit einer Regel hält ein Shop nicht. Geben Sie zuerst eine auf.',
};
