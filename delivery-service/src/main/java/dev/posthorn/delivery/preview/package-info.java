/** Shows what an endpoint would be sent, with saved expressions or such that are being tried out. Stores and sends nothing. */
package dev.posthorn.delivery.preview;
