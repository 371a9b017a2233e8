/**
 * How wide the columns of alerts are. The same in every list of the page, so that a column stands under its like; the
 * last column of a list takes what is left. Where there is much room, the names do not take it all.
 */
export const ALERT_WIDTHS = {
  name: "w-[32%] @[100rem]:w-[28%]",
  measure: "w-[17%] @[100rem]:w-[22%]",
  time: "w-[10%] @[100rem]:w-[12%]",
  end: "w-[11%] @[100rem]:w-[12%]",
  endInWords: "w-[26%] @[100rem]:w-[24%]",
  told: "w-[10%] @[100rem]:w-[12%]",
} as const;
