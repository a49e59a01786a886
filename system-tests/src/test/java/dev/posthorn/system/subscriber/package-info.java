/** The receiving side: a server that remembers the webhooks it got, and answers them as a test tells it. */
package dev.posthorn.system.subscriber;
