insert into tax_class (code, name) values ('books', 'Printed books') on conflict do nothing;

-- Shops furnished before this have standard rates alone, and took them of food and books too;
-- rates/reduced-rates.ts says where these come from. A country stays as it is where the shop has
-- another rate than it was furnished with, or one of another class: its staff knows better, such as
-- a small business that charges no tax. A new shop is furnished after this.
insert into tax_rate (country_code, region_code, tax_class, name, rate_ppm, components)
select reduced.country_code, null, reduced.tax_class, standard.name, reduced.rate_ppm,
  case when reduced.rate_ppm = 0 then '[]'::jsonb else
    jsonb_build_array(jsonb_build_object('name', standard.name, 'ratePpm', reduced.rate_ppm)) end
from (values
      ('AT', 'reduced', 100000), ('AT', 'books', 100000), ('BE', 'reduced', 60000),
      ('BE', 'books', 60000), ('BG', 'reduced', 90000), ('BG', 'books', 90000),
      ('CY', 'reduced', 50000), ('CY', 'super_reduced', 30000), ('CY', 'books', 30000),
      ('CZ', 'reduced', 120000), ('CZ', 'books', 0), ('DE', 'reduced', 70000), ('DE', 'books', 70000),
      ('DK', 'reduced', 250000), ('DK', 'books', 250000), ('EE', 'reduced', 90000),
      ('EE', 'books', 90000), ('ES', 'reduced', 100000), ('ES', 'super_reduced', 40000),
      ('ES', 'books', 40000), ('FI', 'reduced', 135000), ('FI', 'books', 135000),
      ('FR', 'reduced', 55000), ('FR', 'super_reduced', 21000), ('FR', 'books', 55000),
      ('GB', 'reduced', 50000), ('GB', 'books', 0), ('GR', 'reduced', 130000), ('GR', 'books', 60000),
      ('HR', 'reduced', 130000), ('HR', 'books', 50000), ('HU', 'reduced', 180000),
      ('HU', 'books', 50000), ('IE', 'reduced', 135000), ('IE', 'books', 0), ('IT', 'reduced', 100000),
      ('IT', 'super_reduced', 40000), ('IT', 'books', 40000), ('LT', 'reduced', 120000),
      ('LT', 'books', 50000), ('LU', 'reduced', 80000), ('LU', 'super_reduced', 30000),
      ('LU', 'books', 30000), ('LV', 'reduced', 120000), ('LV', 'books', 50000),
      ('MT', 'reduced', 50000), ('MT', 'books', 50000), ('NL', 'reduced', 90000),
      ('NL', 'books', 90000), ('PL', 'reduced', 80000), ('PL', 'books', 50000),
      ('PT', 'reduced', 60000), ('PT', 'books', 60000), ('RO', 'reduced', 110000),
      ('RO', 'books', 110000), ('SE', 'reduced', 120000), ('SE', 'books', 60000),
      ('SI', 'reduced', 95000), ('SI', 'books', 50000), ('SK', 'reduced', 190000),
      ('SK', 'books', 50000)
    ) as reduced (country_code, tax_class, rate_ppm)
join (values
      ('AT', 200000), ('BE', 210000), ('BG', 200000), ('CY', 190000), ('CZ', 210000),
      ('DE', 190000), ('DK', 250000), ('EE', 240000), ('ES', 210000), ('FI', 255000),
      ('FR', 200000), ('GB', 200000), ('GR', 240000), ('HR', 250000), ('HU', 270000),
      ('IE', 230000), ('IT', 220000), ('LT', 210000), ('LU', 170000), ('LV', 210000),
      ('MT', 180000), ('NL', 210000), ('PL', 230000), ('PT', 230000), ('RO', 210000),
      ('SE', 250000), ('SI', 220000), ('SK', 230000)
    ) as furnished (country_code, rate_ppm) on furnished.country_code = reduced.country_code
join tax_rate standard on standard.country_code = reduced.country_code
  and standard.region_code is null and standard.tax_class = 'standard'
  and standard.rate_ppm = furnished.rate_ppm
where not exists (
    select from tax_rate own
    where own.country_code = reduced.country_code and own.region_code is null
      and own.tax_class <> 'standard')
on conflict on constraint tax_rate_place do nothing;
