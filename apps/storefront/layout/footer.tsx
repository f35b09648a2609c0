import type { PageRequest } from '../serving/page.ts';

export function Footer({ request: { shop, words, at } }: { request: PageRequest }) {
  return (
    <footer class="foot">
      <div class="wrap">
        <nav aria-label={words.foot}>
          <ul>
            {shop.departments.slice(0, 6).map(({ path, name }) => (
              <li key={path}>
                <a href={at.category(path)}>{name}</a>
              </li>
            ))}
          </ul>
        </nav>
        <p>
          {[shop.company.legalName, shop.company.city].filter((part) => part !== '').join(', ')}
        </p>
      </div>
    </footer>
  );
}
