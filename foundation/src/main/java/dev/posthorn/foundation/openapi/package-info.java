/** What the OpenAPI documents of all services say alike: who may call, what refusals look like, how to repeat a POST. */
package dev.posthorn.foundation.openapi;
