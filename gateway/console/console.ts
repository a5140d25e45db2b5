import express, { type RequestHandler } from 'express';

export function createConsole(): RequestHandler {
  return express.Router();
}
