/** Time zones to choose from: UTC, then all that the browser knows. @param chosen offered too where it knows it by another name */
export const listTimeZones = (chosen: string): string[] => [
  ...new Set(["UTC", chosen, ...Intl.supportedValuesOf("timeZone")]),
];
