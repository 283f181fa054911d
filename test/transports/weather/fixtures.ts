/** What the sources of weather answer, in the shapes that were seen of them; written by hand. */

/** 2026-11-26 12:00 in China. */
export const NOW = Date.UTC(2026, 10, 26, 4);

export const WEATHERCN_SEARCH =
	'([{"ref":"10101010001A~beijing~北京站~BJZ~北京~Beijing~10~100000~BJ~北京"},{"ref":"101010100~beijing~北京~Beijing~北京~Beijing~10~100000~BJ~北京"}])';

export const WEATHERCN_PAGE = `<!DOCTYPE html><html><head><meta charset="utf-8"><title>北京天气</title></head><body>
<div id="7d" class="c7d"><ul class="t clearfix">
<li class="sky skyid lv2 on"><h1>26日（今天）</h1><big class="png40 d01"></big><big class="png40 n00"></big>
<p title="多云转晴" class="wea">多云转晴</p><p class="tem"><span>9</span>/<i>-2℃</i></p>
<p class="win"><em><span title="北风" class="N"></span></em><i>&lt;3级</i></p><div class="slid"></div></li>
<li class="sky skyid lv1"><h1>27日（明天）</h1><p title="小雪" class="wea">小雪</p><p class="tem"><span>4℃</span>/<i>-5℃</i></p></li>
<li class="sky skyid lv1"><h1>28日（后天）</h1><p title="阴" class="wea">阴</p><p class="tem"><span>6</span>/<i>-4℃</i></p></li>
<li class="sky skyid lv1"><h1>29日（周日）</h1><p title="晴" class="wea">晴</p><p class="tem"><span>8</span>/<i>-3℃</i></p></li>
<li class="sky skyid lv1"><h1>30日（周一）</h1><p title="晴" class="wea">晴</p><p class="tem"><span>7</span>/<i>-3℃</i></p></li>
</ul></div></body></html>`;

export const WEATHERCN_NOW =
	'var dataSK ={"nameen":"beijing","cityname":"北京","city":"101010100","temp":"6","tempf":"42","WD":"西北风","wde":"NW","WS":"2级","wse":"8km/h","SD":"31%","time":"11:55","weather":"多云","weathere":"Cloudy","weathercode":"d01","date":"11月26日(星期四)"};';

export const QWEATHER_CITY =
	'{"code":"200","location":[{"name":"上海","id":"101020100","lat":"31.23170","lon":"121.47264","adm2":"上海","adm1":"上海市","country":"中国","tz":"Asia/Shanghai","type":"city"}]}';
export const QWEATHER_NOW =
	'{"code":"200","updateTime":"2026-11-26T11:50+08:00","now":{"obsTime":"2026-11-26T11:46+08:00","temp":"12","feelsLike":"10","icon":"305","text":"小雨","windDir":"东北风","windScale":"3","windSpeed":"15","humidity":"82"}}';
export const QWEATHER_DAYS =
	'{"code":"200","daily":[{"fxDate":"2026-11-26","tempMax":"14","tempMin":"9","textDay":"小雨"},{"fxDate":"2026-11-27","tempMax":"15","tempMin":"8","textDay":"阴"},{"fxDate":"2026-11-28","tempMax":"16","tempMin":"8","textDay":"多云"},{"fxDate":"2026-11-29","tempMax":"17","tempMin":"9","textDay":"晴"},{"fxDate":"2026-11-30","tempMax":"18","tempMin":"9","textDay":"晴"}]}';

export const OPEN_METEO_PLACE =
	'{"results":[{"id":2996944,"name":"里昂","latitude":45.74846,"longitude":4.84671,"country_code":"FR","timezone":"Europe/Paris","country":"法国"}],"generationtime_ms":0.5}';
export const OPEN_METEO_FORECAST =
	'{"latitude":45.74,"longitude":4.84,"current":{"time":"2026-11-26T05:00","temperature_2m":3.4,"relative_humidity_2m":91,"weather_code":45,"wind_speed_10m":7.6},"daily":{"time":["2026-11-26","2026-11-27","2026-11-28","2026-11-29"],"weather_code":[45,61,3,0],"temperature_2m_max":[8.1,9.9,7.2,6.5],"temperature_2m_min":[2.0,3.3,1.1,-0.4]}}';
