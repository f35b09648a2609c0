/** The shop's look in small: its colours, type and measures, light and dark. */
export const style = `:root{color-scheme:light dark;--fog:light-dark(#f3f5f4,#0f1615);--surface:light-dark(#fff,#161f1e);--line:light-dark(#d6dcda,#2b3735);--line-strong:light-dark(#778581,#71807c);--tar:light-dark(#11201e,#e9efed);--tar-2:light-dark(#43524e,#b3c0bc);--verdigris:light-dark(#0b5d53,#62c5b2);--on-verdigris:light-dark(#fff,#05201c);--brick:light-dark(#9c3217,#f0946f);--lamp:#e3a41b;--harbour:light-dark(#1a4f83,#8fbff0)}
*,*::before,*::after{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--fog);color:var(--tar);font:400 1rem/1.6 system-ui,sans-serif}
header,main,footer{max-inline-size:44rem;margin-inline:auto;padding-inline:1rem}
header{padding-block:1.5rem 0}
.shop{margin:0;font:500 1.1875rem/1.3 Georgia,"Liberation Serif",serif}
h1{font:500 2rem/1.2 Georgia,"Liberation Serif",serif;margin:1.5rem 0 .5rem}
h2{font-size:1.1875rem;line-height:1.4;margin:2rem 0 .5rem}
p{margin:.25rem 0}
ol,ul,dl{list-style:none;margin:0;padding:0}
a{color:var(--harbour)}
:focus-visible{outline:2px solid var(--harbour);outline-offset:2px}
section,form,.tell{background:var(--surface);border:1px solid var(--line);border-radius:4px;padding:1rem;margin-block:1rem}
form.bare{background:none;border:0;padding:0}
.bare button{margin-block-start:0}
section>h2,.tell>h2,form>h2{margin-block-start:0}
.state{font-size:1.1875rem}
.soft,.hint,footer{color:var(--tar-2);font-size:.875rem}
.num{unicode-bidi:isolate;font-variant-numeric:tabular-nums lining-nums}
.route{display:flex;flex-wrap:wrap;gap:.5rem 0;margin-block:1rem}
.route li{flex:1 1 4.75rem;padding-block-start:.5rem;padding-inline-end:.25rem;font-size:.875rem;border-block-start:2px dashed var(--line-strong);color:var(--tar-2)}
.route .done{border-block-start-style:solid;border-color:var(--verdigris);color:var(--tar)}
.route .now{border-block-start:4px solid var(--lamp);color:var(--tar);font-weight:600}
.route b{font-weight:inherit}
.hidden{position:absolute;inline-size:1px;block-size:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.lines li,.amounts div{display:flex;justify-content:space-between;gap:1rem;padding-block:.375rem;border-block-end:1px solid var(--line)}
.lines:last-child>li:last-child{border:0}
.route .done::before{content:"\\2713  ";color:var(--verdigris)}
.amounts dt,.amounts dd{margin:0}
.lines li>:first-child,address{min-inline-size:0;overflow-wrap:anywhere}
.lines li>.num:last-child,.amounts dd{white-space:nowrap}
.amounts div{border:0}
.amounts .total{font-weight:600}
.amounts .total dd{padding-block-end:3px;border-block-end:3px double currentColor}
.pair{display:flex;flex-wrap:wrap;gap:1rem}
.pair>section{flex:1 1 16rem;margin-block:0}
address{font-style:normal}
textarea{font:inherit;color:inherit;background:var(--fog);inline-size:100%;padding:.5rem .75rem;border:1px solid var(--line-strong);border-radius:4px;resize:vertical}
summary{cursor:pointer;min-block-size:44px;padding-block:.625rem;color:var(--harbour);font-weight:600}
.letters li{background:var(--surface);border:1px solid var(--line);border-inline-start:4px solid var(--line-strong);border-radius:4px;padding:.75rem 1rem;margin-block:.75rem}
.letters .staff{border-inline-start-color:var(--verdigris)}
.written{white-space:pre-wrap;overflow-wrap:anywhere}
label{display:block;font-weight:600;margin-block-start:1rem}
input{font:inherit;color:inherit;background:var(--fog);inline-size:100%;min-block-size:44px;padding:.5rem .75rem;border:1px solid var(--line-strong);border-radius:4px}
button{font:inherit;cursor:pointer;min-block-size:44px;padding:.5rem 1rem;margin-block-start:1rem;border-radius:4px;border:1px solid var(--line-strong);background:var(--surface);color:var(--tar)}
button.main{background:var(--verdigris);border-color:var(--verdigris);color:var(--on-verdigris);font-weight:600}
button.danger{color:var(--brick);border-color:var(--brick)}
.tell[role=alert]{border-color:var(--brick)}
footer{padding-block:2rem}
@media(forced-colors:active){.route .done,.route .now{border-color:Highlight}}
`;
