-- Parts of a country with rates of their own; rates/territory-rates.ts says where they come from. A
-- country stays as it is where the shop has another standard rate than it was furnished with or a
-- row of the region: its staff knows better. A new shop is furnished after this.
insert into tax_rate (country_code, region_code, tax_class, name, rate_ppm, components)
select own.country_code, own.region_code, own.tax_class, 'VAT', own.rate_ppm,
  jsonb_build_array(jsonb_build_object('name', 'VAT', 'ratePpm', own.rate_ppm))
from (values
      ('AT', 'XJM', 'standard', 190000), ('AT', 'XJM', 'reduced', 100000),
      ('AT', 'XJM', 'books', 100000), ('PT', '20', 'standard', 160000),
      ('PT', '20', 'reduced', 40000), ('PT', '20', 'books', 40000),
      ('PT', '30', 'standard', 220000), ('PT', '30', 'reduced', 40000), ('PT', '30', 'books', 40000)
    ) as own (country_code, region_code, tax_class, rate_ppm)
join (values ('AT', 200000), ('PT', 230000)) as furnished (country_code, rate_ppm)
  on furnished.country_code = own.country_code
join tax_rate standard on standard.country_code = own.country_code
  and standard.region_code is null and standard.tax_class = 'standard'
  and standard.rate_ppm = furnished.rate_ppm
where not exists (
    select from tax_rate kept
    where kept.country_code = own.country_code and kept.region_code = own.region_code)
on conflict on constraint tax_rate_place do nothing;

insert into tax_rate (country_code, region_code, tax_class, name, rate_ppm, components)
select 'ES', standard.region_code, own.tax_class, standard.name, own.rate_ppm,
  case when own.rate_ppm = 0 then '[]'::jsonb else
    jsonb_build_array(jsonb_build_object('name', standard.name, 'ratePpm', own.rate_ppm)) end
from (values ('reduced', 30000), ('super_reduced', 0), ('books', 0)) as own (tax_class, rate_ppm)
join tax_rate standard on standard.country_code = 'ES' and standard.region_code in ('GC', 'TF')
  and standard.tax_class = 'standard' and standard.rate_ppm = 70000
where not exists (
    select from tax_rate kept
    where kept.country_code = 'ES' and kept.region_code = standard.region_code
      and kept.tax_class <> 'standard')
on conflict on constraint tax_rate_place do nothing;
