/** A style sheet as text, as the build puts it into the package. */
declare module '*.css' {
  const text: string;
  export default text;
}
