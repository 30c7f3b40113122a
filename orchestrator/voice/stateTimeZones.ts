/**
 * The time zone in which most people of a state or province live, for countries with several. A state that lies in two, such
 * as Texas, has that of its larger part.
 *
 * Source: the IANA time zone database, files `northamerica`, `southamerica` and `australasia`, and the notes there; for the
 * United States 49 CFR part 71.
 */
const table: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  US: {
    'America/New_York': [
      'CT Connecticut',
      'DC District of Columbia',
      'DE Delaware',
      'FL Florida',
      'GA Georgia',
      'MA Massachusetts',
      'MD Maryland',
      'ME Maine',
      'NC North Carolina',
      'NH New Hampshire',
      'NJ New Jersey',
      'NY New York',
      'OH Ohio',
      'PA Pennsylvania',
      'RI Rhode Island',
      'SC South Carolina',
      'VA Virginia',
      'VT Vermont',
      'WV West Virginia'
    ],
    'America/Detroit': ['MI Michigan'],
    'America/Indiana/Indianapolis': ['IN Indiana'],
    'America/Kentucky/Louisville': ['KY Kentucky'],
    'America/Chicago': [
      'AL Alabama',
      'AR Arkansas',
      'IA Iowa',
      'IL Illinois',
      'KS Kansas',
      'LA Louisiana',
      'MN Minnesota',
      'MO Missouri',
      'MS Mississippi',
      'ND North Dakota',
      'NE Nebraska',
      'OK Oklahoma',
      'SD South Dakota',
      'TN Tennessee',
      'TX Texas',
      'WI Wisconsin'
    ],
    'America/Denver': ['CO Colorado', 'MT Montana', 'NM New Mexico', 'UT Utah', 'WY Wyoming'],
    'America/Boise': ['ID Idaho'],
    'America/Phoenix': ['AZ Arizona'],
    'America/Los_Angeles': ['CA California', 'NV Nevada', 'OR Oregon', 'WA Washington'],
    'America/Anchorage': ['AK Alaska'],
    'Pacific/Honolulu': ['HI Hawaii'],
    'America/Puerto_Rico': ['PR Puerto Rico', 'VI Virgin Islands'],
    'Pacific/Guam': ['GU Guam', 'MP Northern Mariana Islands'],
    'Pacific/Pago_Pago': ['AS American Samoa']
  },
  CA: {
    'America/St_Johns': ['NL Newfoundland and Labrador', 'NF Newfoundland'],
    'America/Halifax': ['NS Nova Scotia', 'PE Prince Edward Island'],
    'America/Moncton': ['NB New Brunswick'],
    'America/Toronto': ['ON Ontario', 'QC Quebec'],
    'America/Winnipeg': ['MB Manitoba'],
    'America/Regina': ['SK Saskatchewan'],
    'America/Edmonton': ['AB Alberta', 'NT Northwest Territories'],
    'America/Vancouver': ['BC British Columbia'],
    'America/Whitehorse': ['YT Yukon', 'YK Yukon Territory'],
    'America/Iqaluit': ['NU Nunavut']
  },
  AU: {
    'Australia/Sydney': ['NSW New South Wales', 'ACT Australian Capital Territory'],
    'Australia/Melbourne': ['VIC Victoria'],
    'Australia/Brisbane': ['QLD Queensland'],
    'Australia/Hobart': ['TAS Tasmania'],
    'Australia/Adelaide': ['SA South Australia'],
    'Australia/Darwin': ['NT Northern Territory'],
    'Australia/Perth': ['WA Western Australia']
  },
  BR: {
    'America/Sao_Paulo': [
      'DF Distrito Federal',
      'ES Espirito Santo',
      'GO Goias',
      'MG Minas Gerais',
      'PR Parana',
      'RJ Rio de Janeiro',
      'RS Rio Grande do Sul',
      'SC Santa Catarina',
      'SP Sao Paulo'
    ],
    'America/Bahia': ['BA Bahia'],
    'America/Maceio': ['AL Alagoas', 'SE Sergipe'],
    'America/Recife': ['PE Pernambuco'],
    'America/Fortaleza': ['CE Ceara', 'MA Maranhao', 'PB Paraiba', 'PI Piaui', 'RN Rio Grande do Norte'],
    'America/Belem': ['AP Amapa', 'PA Para'],
    'America/Araguaina': ['TO Tocantins'],
    'America/Campo_Grande': ['MS Mato Grosso do Sul'],
    'America/Cuiaba': ['MT Mato Grosso'],
    'America/Manaus': ['AM Amazonas'],
    'America/Porto_Velho': ['RO Rondonia'],
    'America/Boa_Vista': ['RR Roraima'],
    'America/Rio_Branco': ['AC Acre']
  },
  MX: {
    'America/Mexico_City': [
      'AGS Aguascalientes',
      'AGU Aguascalientes',
      'CHP Chiapas',
      'CMX Ciudad de Mexico',
      'CDMX Mexico City',
      'COL Colima',
      'DF Distrito Federal',
      'GRO Guerrero',
      'GTO Guanajuato',
      'GUA Guanajuato',
      'HGO Hidalgo',
      'HID Hidalgo',
      'JAL Jalisco',
      'MEX Mexico',
      'MEX Estado de Mexico',
      'MIC Michoacan',
      'MOR Morelos',
      'OAX Oaxaca',
      'PUE Puebla',
      'QRO Queretaro',
      'QUE Queretaro',
      'SLP San Luis Potosi',
      'TAB Tabasco',
      'TLA Tlaxcala',
      'VER Veracruz',
      'ZAC Zacatecas'
    ],
    'America/Merida': ['CAM Campeche', 'YUC Yucatan'],
    'America/Cancun': ['QROO Quintana Roo', 'ROO Quintana Roo'],
    'America/Monterrey': ['COA Coahuila', 'DUR Durango', 'NL Nuevo Leon', 'NLE Nuevo Leon', 'TAM Tamaulipas'],
    'America/Chihuahua': ['CHH Chihuahua', 'CHI Chihuahua'],
    'America/Hermosillo': ['SON Sonora'],
    'America/Mazatlan': ['BCS Baja California Sur', 'NAY Nayarit', 'SIN Sinaloa'],
    'America/Tijuana': ['BC Baja California', 'BCN Baja California']
  }
};

const byState = new Map<string, ReadonlyMap<string, string>>(
  Object.entries(table).map(([country, zones]) => [
    country,
    new Map(
      Object.entries(zones).flatMap(([zone, states]) =>
        states.flatMap((state) => {
          const blank = state.indexOf(' ');
          return [state.slice(0, blank), state.slice(blank + 1)].map((name): [string, string] => [letters(name), zone]);
        })
      )
    )
  ])
);

/**
 * Null when the country is not in the table, or the state is not known.
 * @param country ISO 3166-1 code
 * @param state its code or name, in any case, with accents or without
 */
export function stateTimeZone(country: string, state: string): string | null {
  return byState.get(country)?.get(letters(state)) ?? null;
}

function letters(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z]/g, '');
}
