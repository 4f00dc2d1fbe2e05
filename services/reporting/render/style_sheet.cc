#include "services/reporting/render/style_sheet.h"

#include <string_view>

namespace csi::reporting::render {
namespace {

constexpr std::string_view kPageCss = R"css(
*{box-sizing:border-box}
html{
  background:var(--ground);color:var(--ink);
  font:15px/1.5 Inter,system-ui,"Segoe UI",Roboto,"Noto Sans",sans-serif;
  -webkit-text-size-adjust:100%}
body{margin:0}
.page{max-width:1160px;margin:0 auto;padding:0 32px}
h1,h2,h3,h4,p,dl,dd,ul,figure{margin:0}
h1,h2,h3,h4{line-height:1.25;overflow-wrap:anywhere}
h1{text-wrap:balance;font-size:29px;font-weight:700;letter-spacing:-.01em}
h2{font-size:23px;font-weight:700;letter-spacing:-.005em}
h3{font-size:15.5px;font-weight:650}
h4{font-size:13px;font-weight:650;margin:12px 0 4px}
a{color:var(--link)}
code{
  font-family:ui-monospace,"SF Mono",Consolas,"DejaVu Sans Mono",monospace;
  font-size:.88em}
.top{
  background:var(--paper);border-top:5px solid var(--good);
  border-bottom:1px solid var(--rule)}
.top .page{
  display:flex;gap:24px 56px;justify-content:space-between;
  align-items:flex-end;flex-wrap:wrap;padding-top:26px;padding-bottom:22px}
.top-title{flex:1 1 420px;min-width:0}
.kicker{
  color:var(--soft);font-size:13px;font-weight:600;letter-spacing:.02em;
  margin-bottom:4px;overflow-wrap:anywhere}
.meta{
  display:grid;grid-template-columns:auto auto;gap:2px 14px;font-size:13px;
  font-variant-numeric:tabular-nums}
.meta dt{color:var(--soft)}
.meta dd{overflow-wrap:anywhere}
main section{
  background:var(--paper);border:1px solid var(--rule);border-radius:10px;
  padding:26px 30px 30px;margin:22px 0}
.glance{
  display:grid;grid-template-columns:minmax(190px,1fr) 3.4fr;gap:16px;
  margin-top:16px}
.running{
  background:var(--good-wash);border-left:5px solid var(--good);
  border-radius:8px;padding:16px 20px}
.running-number{font-size:58px;line-height:1;font-weight:750;color:var(--good)}
.running-name{font-size:16px;font-weight:650;margin-top:6px}
.tiles{display:grid;grid-template-columns:repeat(4,1fr);gap:12px}
.tile{
  background:var(--wash);border-radius:8px;padding:16px 18px;display:flex;
  flex-direction:column;justify-content:center}
.tile-number{font-size:32px;line-height:1.1;font-weight:700}
.tile-name{font-weight:650}
.tile-note,.note{color:var(--soft);font-size:13px}
.note{margin-top:8px;overflow-wrap:anywhere}
.scroll{overflow-x:auto;margin-top:26px}
table{border-collapse:collapse;width:100%;font-size:13.5px;line-height:1.42}
caption{text-align:left;padding:0 0 7px}
th,td{
  text-align:left;vertical-align:top;padding:7px 14px 7px 0;
  border-bottom:1px solid var(--rule);overflow-wrap:break-word}
th:first-child,td:first-child{padding-left:8px}
thead th{
  color:var(--soft);font-weight:600;font-size:12.5px;
  border-bottom:1.5px solid var(--limit);vertical-align:bottom;
  background:var(--wash)}
tbody th{font-weight:600}
tbody tr:last-child td,tbody tr:last-child th{border-bottom-color:transparent}
.num{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
time{white-space:nowrap}
.time,.number{font-variant-numeric:tabular-nums;white-space:nowrap}
.entries tbody th{min-width:200px;overflow-wrap:anywhere}
.late{color:var(--bad);font-size:12.5px}
.badge{
  display:inline-flex;align-items:center;gap:5px;border-radius:20px;
  padding:1px 10px 1px 7px;font-size:12.5px;font-weight:650;white-space:nowrap}
.icon{
  flex:none;fill:none;stroke:currentColor;stroke-width:2.2;
  stroke-linecap:round;stroke-linejoin:round}
.badge.good{color:var(--good);background:var(--good-wash)}
.badge.bad{color:var(--bad);background:var(--bad-wash)}
.badge.open{color:var(--open);background:var(--open-wash)}
.badge.calm{color:var(--calm);background:var(--calm-wash)}
.code{
  font-size:11.5px;font-weight:600;background:var(--calm-wash);
  color:var(--calm);border-radius:4px;padding:1px 5px;overflow-wrap:anywhere}
.hash{cursor:help}
.tag{
  font-size:11.5px;font-weight:650;border:1px solid currentColor;
  border-radius:4px;padding:0 5px;color:var(--soft)}
.improvement .kicker{display:flex;gap:10px;align-items:center}
.sentence{
  font-size:18px;line-height:1.45;margin-top:10px;max-width:62em;
  overflow-wrap:anywhere}
.sentence+p{margin-top:8px;color:var(--soft)}
.facts{
  display:grid;grid-template-columns:repeat(auto-fit,minmax(222px,1fr));
  gap:12px 26px;margin-top:18px;padding:14px 0;
  border-top:1px solid var(--rule);border-bottom:1px solid var(--rule);
  font-size:13.5px}
.facts dt{color:var(--soft);font-size:12.5px}
.facts dd{font-weight:600;overflow-wrap:anywhere}
figure{margin-top:24px}
figcaption{margin-bottom:10px}
figcaption .note{margin-top:2px}
.csi-chart{display:block;width:100%;height:auto}
.points{margin-top:6px;font-size:13.5px}
.points summary{cursor:pointer;color:var(--link)}
.points .scroll{margin-top:10px;max-width:640px}
.verdict{
  display:grid;grid-template-columns:1.15fr 1fr;gap:0;margin-top:26px;
  border-radius:10px;border:1px solid var(--rule);border-left-width:6px;
  overflow:hidden}
.verdict-main,.verdict-side{padding:18px 22px 20px;min-width:0}
.small-head{color:var(--soft);font-size:12.5px;font-weight:600}
.verdict-value{
  display:flex;align-items:center;gap:10px;font-size:28px;font-weight:750;
  line-height:1.2;margin:4px 0 6px}
.verdict-value .icon{width:26px;height:26px}
.tone-good{border-left-color:var(--good)}
.tone-good .verdict-main{background:var(--good-wash)}
.tone-good .verdict-value{color:var(--good)}
.tone-bad{border-left-color:var(--bad)}
.tone-bad .verdict-main{background:var(--bad-wash)}
.tone-bad .verdict-value{color:var(--bad)}
.tone-open{border-left-color:var(--open)}
.tone-open .verdict-main{background:var(--open-wash)}
.tone-open .verdict-value{color:var(--open)}
.tone-calm{border-left-color:var(--calm)}
.tone-calm .verdict-main{background:var(--calm-wash)}
.verdict-main .note{color:var(--ink)}
.coded{padding-left:18px;font-size:13.5px}
.coded li{margin-top:3px}
.answers{
  display:grid;grid-template-columns:minmax(104px,auto) 1fr;gap:9px 16px;
  font-size:13.5px;margin-top:8px}
.answers .tone-good{color:var(--good)}
.answers .tone-bad{color:var(--bad)}
.answers .tone-open{color:var(--open)}
.answers dt{color:var(--soft)}
.answers dd,.coded li{overflow-wrap:anywhere}
.detail{color:var(--soft)}
td .detail,th .detail,dd .detail{display:block;font-size:12.5px;font-weight:400}
.caveat{
  display:block;font-size:12.5px;margin-top:3px;padding-left:9px;
  border-left:3px solid var(--change)}
.caveats{font-size:13px;margin-top:8px;padding-left:18px}
thead .num{white-space:normal}
.effects tbody th{min-width:150px}
.effects th.num,.effects td.num{min-width:64px}
.effects th:nth-child(4){max-width:110px}
.decides th,.decides td{background:var(--wash)}
.pair{
  display:grid;
  grid-template-columns:repeat(auto-fit,minmax(min(100%,460px),1fr));
  gap:0 34px}
.pair td .detail{max-width:34em}
.acts td:nth-child(2){min-width:118px}
.raci{
  display:inline-block;min-width:22px;text-align:center;
  border:1.5px solid var(--calm);border-radius:5px;color:var(--calm);
  font-size:12.5px}
.quiet th,.quiet td{color:var(--soft)}
.finding{display:block}
.empty{
  color:var(--soft);background:var(--wash);border-radius:8px;padding:14px 18px;
  margin-top:18px}
footer .head{margin-top:4px;overflow-wrap:anywhere}
footer.page{color:var(--soft);font-size:13px;padding-bottom:40px}
@media screen and (max-width:820px){
.page{padding:0 14px}
main section{padding:18px 16px}
.glance,.verdict{grid-template-columns:1fr}
figure{overflow-x:auto}
.csi-chart{min-width:660px}
.tiles{grid-template-columns:1fr 1fr}
}
)css";

constexpr std::string_view kPrintCss = R"css(
@page{size:A4;margin:14mm 13mm 16mm}
@page{
  @bottom-right{content:counter(page) " / " counter(pages);
    font:8pt sans-serif;color:#4d5b69}
}
@media print{
html{background:#fff;font-size:9.6pt;line-height:1.4}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
.page{max-width:none;padding:0}
.top .page{padding-top:10px;padding-bottom:12px}
h1{font-size:19pt}
h2{font-size:15pt}
h3{font-size:10.5pt}
main section{border:0;border-radius:0;padding:0;margin:16px 0 0}
.improvement{break-before:page;margin-top:0}
#refusals,#evidence{margin-top:26px}
h1,h2,h3,h4,caption{break-after:avoid}
figure,.verdict,.glance,.facts,.trend,.effects,.rfc,.consultations,.refusals,
.quality,.inputs,.methods,tr,li{
  break-inside:avoid}
thead{display:table-header-group;break-after:avoid}
tbody tr:first-child{break-before:avoid}
table{font-size:8.2pt}
th,td{padding:3.5px 8px 3.5px 0}
thead th,.tile-note,.note,.meta,.facts dt,.small-head,.kicker{font-size:8pt}
td .detail,th .detail,.caveat,.code,.tag,.badge{font-size:7.6pt}
.facts,.answers,.coded,.caveats{font-size:8.6pt}
.facts{
  grid-template-columns:repeat(4,1fr);gap:5px 16px;padding:7px 0;
  margin-top:9px}
.glance{grid-template-columns:1fr 3fr}
.running-number{font-size:34pt}
.tile-number{font-size:19pt}
.tile,.running{padding:10px 12px}
.sentence{font-size:11pt;margin-top:5px}
.verdict-value{font-size:18pt}
.verdict-main,.verdict-side{padding:10px 13px}
.sentence+p{margin-top:4px}
h4{margin:7px 0 2px}
.scroll{overflow:visible;margin-top:16px}
.pair{display:block}
.points{display:none}
.effect{width:120px;height:auto}
.csi-chart{max-height:86mm;width:auto;max-width:100%;margin:0 auto}
.acts td:nth-child(2){min-width:0}
.num{white-space:normal}
.verdict{grid-template-columns:1fr 1.06fr;margin-top:12px}
.answers{grid-template-columns:minmax(84px,auto) 1fr}
figure{margin-top:14px}
.answers{gap:5px 12px}
a{color:inherit;text-decoration:none}
}
)css";

}  // namespace

std::string_view PageCss() { return kPageCss; }

std::string_view PrintCss() { return kPrintCss; }

}  // namespace csi::reporting::render
