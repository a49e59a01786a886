// Reads {"key", "headers", "body"} as JSON, and checks the request as a receiver does: with the official library where the
// key is a shared secret (whsec_), and with Node's own OpenSSL where it is a public key (whpk_), which the library leaves
// out. Ends with 1 when the signature is not right.
import { createPublicKey, verify } from "node:crypto";
import { text } from "node:stream/consumers";
import { Webhook } from "standardwebhooks";

// RFC 8410 §4: what stands before a raw Ed25519 key to make it a SubjectPublicKeyInfo.
const ED25519_PREFIX = Buffer.from("302a300506032b6570032100", "hex");

function checkWithPublicKey(key, headers, body) {
  const raw = Buffer.from(key.slice("whpk_".length), "base64");
  const publicKey = createPublicKey({ key: Buffer.concat([ED25519_PREFIX, raw]), format: "der", type: "spki" });
  const signed = Buffer.from(`${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`);
  const right = headers["webhook-signature"]
    .split(" ")
    .filter((signature) => signature.startsWith("v1a,"))
    .some((signature) => verify(null, signed, publicKey, Buffer.from(signature.slice("v1a,".length), "base64")));
  if (!right) {
    throw new Error("No matching signature found");
  }
}

const { key, headers, body } = JSON.parse(await text(process.stdin));
try {
  if (key.startsWith("whpk_")) {
    checkWithPublicKey(key, headers, body);
  } else {
    new Webhook(key).verify(body, headers, { jsonParse: false });
  }
} catch (error) {
  console.log(error.message);
  process.exitCode = 1;
}
