/**
 * Which endpoints an event is for, decided in memory: the catalog's endpoints, made ready for matching and sending.
 */
package dev.posthorn.delivery.routing;
