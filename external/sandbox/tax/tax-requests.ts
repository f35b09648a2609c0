import { metadata } from '../payment/payment-method-data.ts';
import { emptiable, fields, integer, like, list, must, oneOf, text } from '../wire/wire-shape.ts';

/* What Stripe Tax takes. */

export const taxId = fields({
  type: must(
    oneOf(`ad_nrt ae_trn ar_cuit au_abn au_arn bg_uic bo_tin br_cnpj br_cpf ca_bn ca_gst_hst
  ca_pst_bc ca_pst_mb ca_pst_sk ca_qst ch_vat cl_tin cn_tin co_nit cr_tin do_rcn ec_ruc
  eg_tin es_cif eu_oss_vat eu_vat gb_vat ge_vat hk_br hu_tin id_npwp il_vat in_gst is_vat
  jp_cn jp_rn jp_trn ke_pin kr_brn li_uid mx_rfc my_frp my_itn my_sst no_vat nz_gst pe_ruc
  ph_tin ro_tin rs_pib ru_inn ru_kpp sa_vat sg_gst sg_uen si_tin sv_nit th_vat tr_tin
  tw_vat ua_vat us_ein uy_ruc ve_rif vn_tin za_vat al_tin am_tin ao_tin au_acn au_wpn
  aw_tin az_tin ba_tin bb_tin bd_bin bf_ifu bh_vat bj_ifu bs_tin bw_vat by_tin cd_nif
  ch_uid ci_vat cm_niu cv_nif cz_dic de_stn et_tin fo_vat fr_siren fr_siret fr_spi gh_tin
  gi_tin gn_nif hr_oib ic_nif is_kt it_cf kg_tin kh_tin kz_bin la_tin li_vat lk_vat ma_vat
  md_cf md_vat me_pib mk_vat mr_nif mu_vat mz_nuit ng_tin no_voec np_pan nz_bn om_vat
  pl_nip pt_nif py_ruc sm_coe sn_ninea sr_fin tj_tin tt_bir tt_vat tz_vat ug_tin uz_tin
  uz_vat zm_tin zw_tin`),
  ),
  value: must(text()),
});

export const calculateTax = fields({
  currency: must(like(/^[a-z]{3}$/)),
  customer: text(5000),
  customer_details: fields({
    address: fields({
      city: emptiable(text(5000)),
      country: must(text(5000)),
      line1: emptiable(text(5000)),
      line2: emptiable(text(5000)),
      postal_code: emptiable(text(5000)),
      state: emptiable(text(5000)),
    }),
    address_source: oneOf('billing shipping'),
    ip_address: text(),
    tax_ids: list(taxId),
    taxability_override: oneOf('customer_exempt none reverse_charge'),
  }),
  expand: list(text(5000)),
  line_items: must(
    list(
      fields({
        amount: must(integer),
        metadata,
        performance_location: text(),
        product: text(5000),
        quantity: integer,
        reference: text(500),
        tax_behavior: oneOf('exclusive inclusive'),
        tax_code: text(),
      }),
    ),
  ),
  ship_from_details: fields({
    address: must(
      fields({
        city: emptiable(text()),
        country: must(text()),
        line1: emptiable(text()),
        line2: emptiable(text()),
        postal_code: emptiable(text()),
        state: emptiable(text()),
      }),
    ),
  }),
  shipping_cost: fields({
    amount: integer,
    shipping_rate: text(5000),
    tax_behavior: oneOf('exclusive inclusive'),
    tax_code: text(),
  }),
  tax_date: integer,
});

const expand = list(text(5000));

export const commitTax = fields({
  calculation: must(text(5000)),
  expand,
  metadata,
  posted_at: integer,
  reference: must(text(500)),
});

export const reverseTax = fields({
  expand,
  flat_amount: integer,
  line_items: list(
    fields({
      amount: must(integer),
      amount_tax: must(integer),
      metadata,
      original_line_item: must(text(5000)),
      quantity: integer,
      reference: must(text(500)),
    }),
  ),
  metadata,
  mode: must(oneOf('full partial')),
  original_transaction: must(text(5000)),
  reference: must(text(500)),
  shipping_cost: fields({ amount: must(integer), amount_tax: must(integer) }),
});

export const expandedAlone = fields({ expand });

export const linesOf = fields({
  ending_before: text(500),
  expand,
  limit: integer,
  starting_after: text(500),
});
