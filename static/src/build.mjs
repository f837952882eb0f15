// Builds static/build from static/src: styles by Sass, one script by esbuild, fonts and images copied.
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { compile } from "sass";

const source = dirname(fileURLToPath(import.meta.url));
const root = join(source, "..", "..");
const target = join(root, "static", "build");
const fonts = join(root, "node_modules", "@fontsource", "inter", "files");

rmSync(target, { recursive: true, force: true });
mkdirSync(join(target, "fonts"), { recursive: true });

for (const name of ["app", "pdf"]) {
  const { css } = compile(join(source, `${name}.scss`), {
    loadPaths: [join(root, "node_modules", "govuk-frontend", "dist")],
    style: "compressed",
    quietDeps: true,
  });
  writeFileSync(join(target, `${name}.css`), css);
}

await build({
  entryPoints: [join(source, "app.js")],
  outfile: join(target, "app.js"),
  bundle: true,
  format: "iife",
  target: "es2020",
  minify: true,
  logLevel: "warning",
});

for (const weight of [400, 600]) {
  for (const subset of ["latin", "latin-ext"]) {
    const name = `inter-${subset}-${weight}-normal.woff2`;
    cpSync(join(fonts, name), join(target, "fonts", name));
  }
}
cpSync(join(fonts, "..", "LICENSE"), join(target, "fonts", "LICENSE-Inter.txt"));
cpSync(join(source, "img"), join(target, "img"), { recursive: true });
