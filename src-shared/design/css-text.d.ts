/** Stylesheets imported as text (`?raw`), as the report embeds them. */
declare module '*.css?raw' {
  const text: string
  // biome-ignore lint/style/noDefaultExport: the bundler gives the text as the default export
  export default text
}
