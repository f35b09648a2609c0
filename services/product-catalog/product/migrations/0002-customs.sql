-- What customs ask of goods that leave the country; null where the shop has not said it.
alter table variant add column hs_code text;
alter table variant add column country_of_origin text;
